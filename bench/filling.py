"""Public groups and outcomes in bulk, as the product's own verbs would have left them.

Each page has its approval with the content that quality control would see, each work its record. What is left out:
revisions, files, the index of references and the search index (``update_index`` makes that one).
"""

import json
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale, Page

from focusgroups import wording
from focusgroups.choices import EventKind, Format, Role, State
from focusgroups.models import (
    Country,
    FocusGroup,
    FocusGroupIndexPage,
    FocusGroupPage,
    GroupEvent,
    Membership,
    Person,
    TermsOfReferencePage,
    Theme,
    WorkProgrammePage,
)
from focusgroups.rules import group_reference
from moderation.choices import ChecklistKind, Verdict
from moderation.content import HASH_VERSION, Content, content_of
from moderation.models import Approval, Checklist
from moderation.rules import FIRST_VERSION
from outcomes.choices import Licence
from outcomes.models import Outcome, OutcomeIndexPage, OutcomePage
from outcomes.rules import outcome_reference
from scm_site.actions.setup_site import TEXTS, setup_site
from scm_site.models import HomePage
from search.changes import note_change

from .rows import insert, next_key, reset_sequences
from .words import IN_NEARLY_ALL, IN_TEN_PERCENT, Writer

GROUPS = 60
BATCH = 500
# The languages in which the wording of the Terms of Reference exists: a group writes in one of them.
SOURCES = ("en", "fr", "de")
SHARE_OF_SOURCES = (6, 2, 2)
TRANSLATED = 0.4
MOST_TRANSLATIONS = 4
LAST_DAY = date(2026, 6, 30)
DAYS = 3652
STATES = (State.ACTIVE, State.CONCLUDED, State.CONCLUDED, State.ENDED_EARLY)
HISTORY = {
    State.ACTIVE: (EventKind.PROPOSED, EventKind.AGREED, EventKind.FORMED, EventKind.LAUNCHED),
    State.CONCLUDED: (EventKind.PROPOSED, EventKind.AGREED, EventKind.FORMED, EventKind.LAUNCHED, EventKind.CONCLUDED),
    State.ENDED_EARLY: (EventKind.PROPOSED, EventKind.AGREED, EventKind.LAUNCHED, EventKind.ENDED_EARLY),
}

Tell = Callable[[str], object]


@dataclass
class Group:
    """A group that was made: its record, its language, its page in each language with the number of pages under it."""

    record: FocusGroup
    language: str
    pages: dict[str, FocusGroupPage]
    children: dict[str, int] = field(default_factory=dict)
    outcomes: int = 0


@dataclass
class Batch:
    """Rows of some works, to be written in one go; their keys count on from ``key`` and ``approval_key``."""

    key: int
    approval_key: int
    base: list[dict[str, Any]] = field(default_factory=list)
    own: list[dict[str, Any]] = field(default_factory=list)
    records: list[Outcome] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    themes: list[tuple[int, str]] = field(default_factory=list)
    countries: list[tuple[int, str]] = field(default_factory=list)

    def write(self) -> None:
        Outcome.objects.bulk_create(self.records)
        Approval.objects.bulk_create(self.approvals)
        insert(Page, self.base)
        insert(OutcomePage, self.own)
        theme, country = OutcomePage.themes.through, OutcomePage.countries.through
        theme.objects.bulk_create(theme(outcomepage_id=page, theme_id=code) for page, code in self.themes)
        country.objects.bulk_create(country(outcomepage_id=page, country_id=code) for page, code in self.countries)


class Filler:
    """Makes groups and outcomes, the same ones for the same seed on an empty database."""

    def __init__(self, languages: Sequence[str], seed: int) -> None:
        self.chance = random.Random(seed)
        self.languages = tuple(languages)
        self.sources = [language for language in SOURCES if language in self.languages]
        self.share = SHARE_OF_SOURCES[: len(self.sources)]
        self.writers = {language: Writer(language, self.chance) for language in self.languages}
        self.themes = sorted(Theme.objects.values_list("pk", flat=True))
        self.countries = sorted(Country.objects.values_list("pk", flat=True))
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.checklists = {kind: Checklist.objects.in_force(kind) for kind in ChecklistKind.values}

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def day(self) -> date:
        return LAST_DAY - timedelta(days=self.chance.randrange(DAYS))

    def some(self, of: Sequence[str]) -> list[str]:
        return sorted(self.chance.sample(of, self.chance.randint(1, min(3, len(of)))))

    # --- Groups -------------------------------------------------------------------------------------------

    def groups(self, number: int) -> list[Group]:
        with transaction.atomic():
            made = [self._group(place) for place in range(number)]
            self._approve([page for group in made for page in group.pages.values()])
            for model in (WorkProgrammePage, TermsOfReferencePage):
                self._approve(list(model.objects.filter(live=True).select_related("locale").order_by("pk")))
        return made

    def _group(self, place: int) -> Group:
        language = self.chance.choices(self.sources, self.share)[0]
        launched, state = self.day() - timedelta(days=400), STATES[place % len(STATES)]
        number = FocusGroup.objects.filter(reference__startswith=f"SCM-FG-{launched.year}-").count() + 1
        record = FocusGroup.objects.create(
            reference=group_reference(launched.year, number),
            work=self.key(),
            name=self.writers[language].title(2, 5),
            state=state,
            planned_start=launched,
            planned_end=launched + timedelta(days=730),
            launched_on=launched,
            ended_on=None if state == State.ACTIVE else launched + timedelta(days=700),
        )
        members = [self._member(record, role, launched) for role in (Role.CHAIR, Role.CO_CHAIR, Role.PARTICIPANT)]
        for step, kind in enumerate(HISTORY[state]):
            GroupEvent.objects.create(group=record, kind=kind, happened_on=launched + timedelta(days=30 * step - 90))
        group = Group(record, language, {})
        themes, works = self.some(self.themes), (self.key(), self.key())
        for code in self.languages:
            group.pages[code] = self._group_page(group, code, themes)
            group.children[code] = self._material(group, code, works, members)
        return group

    def _member(self, record: FocusGroup, role: Role, since: date) -> Membership:
        name = self.writers["en"].title(2, 2).title()
        person = Person.objects.create(
            name=name, organisation=f"City of {name}", consent_given_at=datetime(2016, 1, 1, tzinfo=UTC)
        )
        return Membership.objects.create(
            group=record, person=person, role=role, organisation=person.organisation, started_on=since
        )

    def _group_page(self, group: Group, language: str, themes: list[str]) -> FocusGroupPage:
        writer, record = self.writers[language], group.record
        parent = FocusGroupIndexPage.objects.get(locale=self.locales[language])
        values = {
            "source_language": group.language,
            "summary": writer.text(30),
            "challenge": f"<p>{writer.text(120)}</p>",
        }
        place = parent.numchild + 1
        title = record.name if language == group.language else writer.title(2, 5)
        slug = record.reference.lower()
        page = self._page(FocusGroupPage, parent, place, language, record.work, title, slug, group, values)
        page.themes.through.objects.bulk_create(
            page.themes.through(focusgrouppage_id=page.pk, theme_id=theme) for theme in themes
        )
        Page.objects.filter(pk=parent.pk).update(numchild=place)
        return page

    def _material(self, group: Group, language: str, works: Sequence[uuid.UUID], members: list[Membership]) -> int:
        """The work programme and, where there is a wording, the Terms of Reference; returns how many pages these are."""
        writer, parent, record = self.writers[language], group.pages[language], group.record
        aims = [writer.title(4, 8) for _aim in range(3)]
        objectives = [("objective", {"title": aim, "text": writer.text(20)}) for aim in aims]
        with translation.override(language):
            title = gettext("Work programme")
        programme = {
            "source_language": group.language,
            "description": f"<p>{writer.text(80)}</p>",
            "objectives": objectives,
            "starts_on": record.planned_start,
            "ends_on": record.planned_end,
        }
        self._page(WorkProgrammePage, parent, 1, language, works[0], title, "work-programme", group, programme)
        if language not in SOURCES:
            Page.objects.filter(pk=parent.pk).update(numchild=1)
            return 1
        snapshot = {
            "wording": wording.latest_version(),
            "name": parent.title,
            "aims": aims,
            "work_programme_version": FIRST_VERSION,
            "members": [
                {"person": member.person_id, "role": member.role, "title": "", "organisation": member.organisation}
                for member in members
            ],
        }
        title = wording.load(wording.latest_version(), language).title
        terms = {"source_language": group.language, "snapshot": snapshot}
        self._page(TermsOfReferencePage, parent, 2, language, works[1], title, "terms-of-reference", group, terms)
        Page.objects.filter(pk=parent.pk).update(numchild=2)
        return 2

    def _page(
        self,
        model: type[Page],
        parent: Page,
        place: int,
        language: str,
        work: uuid.UUID,
        title: str,
        slug: str,
        group: Group,
        values: dict[str, Any],
    ) -> Any:
        """Write one page of a group and read it again."""
        key = next_key(Page)
        at = datetime.combine(group.record.launched_on, datetime.min.time(), UTC)
        insert(Page, [self._base(model, key, parent, place, language, work, title, slug, at)])
        insert(model, [{"page_ptr_id": key, **values}])
        return model.objects.select_related("locale").get(pk=key)

    def _base(
        self,
        model: type[Page],
        key: int,
        parent: Page,
        place: int,
        language: str,
        work: uuid.UUID,
        title: str,
        slug: str,
        at: datetime,
    ) -> dict[str, Any]:
        """What the table of all pages holds of one."""
        return {
            "id": key,
            "path": Page._get_path(parent.path, parent.depth + 1, place),
            "depth": parent.depth + 1,
            "url_path": f"{parent.url_path}{slug}/",
            "translation_key": work,
            "locale_id": self.locales[language].pk,
            "content_type_id": ContentType.objects.get_for_model(model).pk,
            "title": title,
            "draft_title": title,
            "slug": slug,
            "live": True,
            "first_published_at": at,
            "last_published_at": at,
            "latest_revision_created_at": at,
        }

    def _approve(self, pages: list[Any]) -> None:
        """Approvals of pages of groups: sources first, for a translation names what it translates."""
        found: dict[uuid.UUID, Approval] = {}
        for page in sorted(pages, key=lambda page: (not page.is_source(), page.pk)):
            source = found.get(page.translation_key)
            approval = self._approval(page.translation_key, page.locale.language_code, content_of(page))
            approval.checklist, approval.translates = page.checklist(), source
            approval.save()
            found.setdefault(page.translation_key, approval)

    def _approval(self, work: uuid.UUID, language: str, content: Content) -> Approval:
        return Approval(
            work=work,
            language=language,
            version=FIRST_VERSION,
            seal=content.seal,
            content=content.canonical,
            hash_version=HASH_VERSION,
            verdict=Verdict.READY,
        )

    # --- Outcomes -----------------------------------------------------------------------------------------

    def outcomes(self, number: int, groups: Sequence[Group], tell: Tell) -> int:
        """Make ``number`` works under ``groups`` in turn; returns how many pages these are."""
        pages = 0
        for first in range(0, number, BATCH):
            last = min(first + BATCH, number)
            with transaction.atomic():
                pages += self._batch(range(first, last), groups)
            tell(f"{last} of {number} outcomes, {pages} pages")
        for group in groups:
            for language, children in group.children.items():
                Page.objects.filter(pk=group.pages[language].pk).update(numchild=children)
        # Written past the models, which say so themselves.
        note_change()
        return pages

    def _batch(self, numbers: Sequence[int], groups: Sequence[Group]) -> int:
        batch = Batch(next_key(Page), next_key(Approval))
        for number in numbers:
            group = groups[number % len(groups)]
            work = self._work(number)
            batch.records.append(self._record(group, work))
            source = None
            for language in self._languages(group.language):
                approval = self._outcome(batch, group, language, work)
                approval.checklist = self.checklists[ChecklistKind.TRANSLATION if source else ChecklistKind.DELIVERY]
                approval.translates = source
                source = source or approval
        batch.write()
        return len(batch.base)

    def _record(self, group: Group, work: dict[str, Any]) -> Outcome:
        group.outcomes += 1
        return Outcome(
            reference=outcome_reference(group.record.reference, group.outcomes),
            work=work["key"],
            group=group.record,
            number=group.outcomes,
            current_version=FIRST_VERSION,
            published_at=work["at"],
        )

    def _outcome(self, batch: "Batch", group: Group, language: str, work: dict[str, Any]) -> Approval:
        """Add the page of ``work`` in ``language`` and its approval, which is returned."""
        values = self._texts(language, work)
        group.children[language] += 1
        parent, place, slug = group.pages[language], group.children[language], f"outcome-{group.outcomes}"
        approval = self._approval(work["key"], language, _content(work, values))
        approval.pk = batch.approval_key + len(batch.approvals)
        key = batch.key + len(batch.base)
        batch.approvals.append(approval)
        batch.base.append(
            self._base(OutcomePage, key, parent, place, language, work["key"], values["title"], slug, work["at"])
        )
        batch.own.append(
            {
                "page_ptr_id": key,
                "source_language": group.language,
                "format": work["format"],
                "format_other": values["format_other"],
                "abstract": values["abstract"],
                "body": _stream(values["body"]),
                "licence": work["licence"],
                "dated_on": work["day"],
            }
        )
        batch.themes += [(key, code) for code in work["themes"]]
        batch.countries += [(key, code) for code in work["countries"]]
        return approval

    def _work(self, number: int) -> dict[str, Any]:
        """What is the same in all languages of one work, with the marker words that it has."""
        day = self.day()
        also = [word for word, has in ((IN_TEN_PERCENT, number % 10 == 3), (IN_NEARLY_ALL, number % 100 != 7)) if has]
        return {
            "key": self.key(),
            "day": day,
            "at": datetime.combine(day, datetime.min.time(), UTC),
            "format": self.chance.choice(Format.values),
            "licence": self.chance.choice(Licence.values),
            "themes": self.some(self.themes),
            "countries": self.some(self.countries),
            "also": also,
        }

    def _languages(self, source: str) -> list[str]:
        """The language of the source, then those of the translations."""
        others = [language for language in self.languages if language != source]
        if not others or self.chance.random() >= TRANSLATED:
            return [source]
        number = self.chance.randint(1, min(MOST_TRANSLATIONS, len(others)))
        return [source, *self.chance.sample(others, number)]

    def _texts(self, language: str, work: dict[str, Any]) -> dict[str, Any]:
        writer, chance = self.writers[language], self.chance
        body: list[tuple[str, Any]] = []
        left, also = chance.randint(150, 600), tuple(work["also"])
        while left > 0:
            length = min(left, chance.randint(60, 140))
            body += [("heading", writer.title(2, 6)), ("paragraph", f"<p>{writer.text(max(length, 2), also)}</p>")]
            left, also = left - length, ()
        if chance.random() < 0.3:
            body.append(("quote", {"text": writer.text(20), "attribution": writer.title(2, 2).title()}))
        if chance.random() < 0.3:
            figures = [{"value": str(chance.randint(2, 90)), "label": writer.title(2, 4)} for _figure in range(3)]
            body.append(("figures", {"figures": figures}))
        return {
            "title": writer.title(),
            "abstract": writer.text(chance.randint(30, 60)),
            "format_other": writer.title(1, 2) if work["format"] == Format.OTHER else "",
            "body": body,
        }


def _stream(blocks: list[tuple[str, Any]]) -> str:
    """A stream as its column holds it. Ids of blocks are not content, so any will do."""
    return json.dumps(
        [{"type": name, "value": value, "id": f"block-{place}"} for place, (name, value) in enumerate(blocks)],
        ensure_ascii=False,
    )


def _content(work: dict[str, Any], values: dict[str, Any]) -> Content:
    """What ``content_of`` would say of the page, without reading it."""
    data = {
        "type": OutcomePage._meta.label_lower,
        "title": values["title"],
        "format": work["format"],
        "format_other": values["format_other"],
        "abstract": values["abstract"],
        "body": [[name, value] for name, value in values["body"]],
        "licence": work["licence"],
        "themes": work["themes"],
        "countries": work["countries"],
        "dated_on": work["day"].isoformat(),
    }
    return Content({name: value for name, value in data.items() if value})


def _homes(languages: Sequence[str]) -> None:
    """Home and lists in every language; those of the product are set up, others follow the first."""
    with override_settings(LANGUAGES=[(code, name) for code, name in settings.LANGUAGES if (TEXTS / code).exists()]):
        setup_site()
    first = HomePage.objects.order_by("pk").first()
    for language in languages:
        locale, _created = Locale.objects.get_or_create(language_code=language)
        if HomePage.objects.filter(locale=locale).exists():
            continue
        home = HomePage(
            title=first.title,
            slug=f"home-{language}",
            locale=locale,
            translation_key=first.translation_key,
            lead=first.lead,
        )
        Page.get_first_root_node().add_child(instance=home)
        for model in (FocusGroupIndexPage, OutcomeIndexPage):
            twin = model.objects.child_of(first).get()
            home.add_child(
                instance=model(title=twin.title, slug=twin.slug, locale=locale, translation_key=twin.translation_key)
            )


def fill(number: int, languages: Sequence[str], seed: int = 1, tell: Tell = lambda line: None) -> int:
    """Make ``number`` public outcomes under some sixty public groups; returns how many pages the outcomes are."""
    _homes(languages)
    filler = Filler(languages, seed)
    groups = filler.groups(min(GROUPS, max(1, number // 5)))
    tell(f"{len(groups)} groups in {', '.join(languages)}")
    pages = filler.outcomes(number, groups, tell)
    reset_sequences(Page, Approval)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return pages
