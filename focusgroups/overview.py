"""What "My groups" shows: each group with its pages, where they stand and what is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from moderation.automated import Remark
from moderation.choices import Stage
from moderation.models import GatedMixin
from moderation.standing import Standing, standings_of

from .choices import State
from .models import FocusGroup, FocusGroupPage, Membership, TermsOfReferencePage, WorkProgrammePage

WITH_THE_GROUP = (Stage.DRAFT, Stage.RETURNED)


@dataclass(frozen=True)
class PageStanding:
    """One page: where its newest draft stands, and what that still lacks while the group has it."""

    page: GatedMixin
    standing: Standing
    waits: bool = False
    """Whether another page has to pass first."""
    missing: list[Remark] | None = None
    """``None`` where it was not read."""

    @property
    def stage(self) -> Stage:
        return self.standing.stage

    @property
    def title(self) -> str:
        return self.page.draft_title

    @property
    def points(self) -> list[str]:
        return self.standing.points(self.page)

    @property
    def kind(self) -> str:
        """What it is, where its title does not say so."""
        kind = str(self.page._meta.verbose_name)
        return "" if kind.casefold() == self.title.casefold() else kind

    @property
    def is_complete(self) -> bool:
        """Whether this draft only has to be sent."""
        return self.stage == Stage.DRAFT and self.missing == []

    @property
    def is_to_be_confirmed(self) -> bool:
        """Whether its group is asked to confirm small fixes."""
        round_ = self.standing.round
        return self.stage == Stage.IN_REVIEW and round_ is not None and round_.waits_for_the_group()

    @property
    def to_do(self) -> str:
        """What its group does with it now, as a sentence; ``""`` where it waits for somebody else."""
        if self.stage == Stage.RETURNED:
            sentence = _("“%(title)s” was returned: mend the points and send it again.")
        elif self.is_to_be_confirmed:
            sentence = _("“%(title)s” has small fixes of the Secretariat: read and confirm them.")
        elif self.stage != Stage.DRAFT or self.waits:
            return ""
        elif self.missing is None:
            sentence = _("“%(title)s” is a draft: complete it and send it to quality control.")
        elif self.missing:
            sentence = _("Complete “%(title)s”.")
        else:
            sentence = _("“%(title)s” is complete: send it to quality control.")
        return sentence % {"title": self.title}

    def with_what_is_missing(self) -> "PageStanding":
        """Read the draft, while the group has it."""
        return replace(self, missing=self.page.draft().errors() if self.stage in WITH_THE_GROUP else [])


@dataclass(frozen=True)
class GroupStanding:
    """One group with all its pages in the order of the tree, and its chair and co-chair."""

    group: FocusGroup
    page: FocusGroupPage
    pages: list[PageStanding]
    leaders: list[Membership]

    @property
    def title(self) -> str:
        return self.page.draft_title

    @property
    def next_step(self) -> str:
        """The one thing to do next, as a sentence."""
        if not self.leaders and self.group.state == State.PROPOSED:
            return _("Once the Advisory Board has agreed, the Secretariat confirms chair and co-chair (ToR ¶16).")
        if not self.leaders and self.group.is_open():
            return _("The Secretariat confirms chair and co-chair.")
        for stage in (Stage.RETURNED, Stage.IN_REVIEW, Stage.DRAFT):
            for item in self.pages:
                if item.stage == stage and item.to_do:
                    return item.to_do
        return _("Nothing waits for you.")

    def the(self, page_type: type[GatedMixin]) -> PageStanding:
        """The one page of a type that each group has once."""
        return next(item for item in self.pages if isinstance(item.page, page_type))

    def with_what_is_missing(self) -> "GroupStanding":
        """Read the drafts that the group has in hand, one by one."""
        return replace(self, pages=[item.with_what_is_missing() for item in self.pages])


def groups_of(groups: Sequence[FocusGroup]) -> list[GroupStanding]:
    """Each of ``groups`` as it stands, in their order, in a fixed number of queries."""
    pages = {
        page.translation_key: page
        for page in FocusGroupPage.objects.filter(
            translation_key__in=[group.work for group in groups], locale__language_code=F("source_language")
        )
    }
    below = _children_of(list(pages.values()))
    leaders = defaultdict(list)
    for membership in Membership.objects.current().leading().filter(group__in=groups).in_order():
        leaders[membership.group_id].append(membership)
    families = {work: [page, *below[page.path]] for work, page in pages.items()}
    everything = [page for family in families.values() for page in family]
    locales = Locale.objects.in_bulk()
    for page in everything:
        page.locale = locales[page.locale_id]
    standings = standings_of(everything)
    return [
        GroupStanding(group, pages[group.work], _in_order(families[group.work], standings), leaders[group.pk])
        for group in groups
        if group.work in pages
    ]


def _in_order(family: list[Any], standings: dict[int, Standing]) -> list[PageStanding]:
    """The pages of one group; its Terms of Reference quote the approved work programme, so they wait for it (ToR ¶8)."""
    has_programme = any(isinstance(page, WorkProgrammePage) and standings[page.pk].is_approved() for page in family)
    return [
        PageStanding(page, standings[page.pk], waits=isinstance(page, TermsOfReferencePage) and not has_programme)
        for page in family
    ]


def _children_of(pages: list[FocusGroupPage]) -> dict[str, list[Any]]:
    under = Q(pk__in=[])
    for page in pages:
        under |= Q(path__startswith=page.path, depth=page.depth + 1)
    found = defaultdict(list)
    for child in Page.objects.filter(under).order_by("path").specific():
        found[child.path[: -Page.steplen]].append(child)
    return found
