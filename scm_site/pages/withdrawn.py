"""An address where a work stood that was withdrawn: it says what stood there, and why it is gone."""

import json
import re
import uuid
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from focusgroups.models import (
    FocusGroup,
    FocusGroupPage,
    MaterialPage,
    Person,
    TermsOfReferencePage,
    WorkProgrammePage,
)
from moderation.models import Approval, Revocation
from outcomes.models import Outcome, OutcomePage
from search.public import public_works

from ..models import HomePage
from .languages import other_language, reader_language, work_url
from .navigation import navigation
from .quality_control import ANCHORS

# What an address of a page is made of; anything may be asked for, and not all of it can be asked of a database.
ADDRESS = re.compile(r"[\w/-]+")
KINDS: dict[type[Page], Any] = {
    FocusGroupPage: _("Withdrawn focus group"),
    WorkProgrammePage: _("Withdrawn work programme"),
    TermsOfReferencePage: _("Withdrawn Terms of Reference"),
    OutcomePage: _("Withdrawn outcome"),
}


def withdrawn_work(path: str) -> dict[str, Any] | None:
    """The context of the tombstone, where a withdrawn work stood at ``path``; a constant number of queries.

    A work is withdrawn when the newest approval of its source was revoked, or when that of its group was. What was
    never approved was never public: nothing says that it ever was there.
    """
    language, _slash, rest = path.strip("/").partition("/")
    page = _page_at(rest) if language in dict(settings.LANGUAGES) and ADDRESS.fullmatch(rest) else None
    if page is None:
        return None
    group = _group_work(page)
    approvals: dict[uuid.UUID, list[Approval]] = {}
    for approval in _approvals(page.translation_key, group):
        approvals.setdefault(approval.work, []).append(approval)
    own = approvals.get(page.translation_key)
    if own is None:
        return None
    revocation = _end(own) or _end(approvals.get(group, []))
    return _tombstone(page.specific_class, own, revocation, approvals[group]) if revocation else None


def _page_at(rest: str) -> Page | None:
    """The gated page at this address in whatever language, public or not: all of them are the same work."""
    addresses = [f"{home}{rest}/" for home in HomePage.objects.values_list("url_path", flat=True)]
    pages = Page.objects.filter(slug=rest.rpartition("/")[2], url_path__in=addresses).select_related("content_type")
    return next((page for page in pages if page.specific_class in KINDS), None)


def _group_work(page: Page) -> uuid.UUID:
    if not issubclass(page.specific_class, MaterialPage):
        return page.translation_key
    return Page.objects.get(path=page.path[: -Page.steplen]).translation_key


def _approvals(*works: uuid.UUID) -> Any:
    """Of each work, oldest first, without the content: a work has many versions."""
    return Approval.objects.filter(work__in=works).select_related("revocation").defer("content").order_by("pk")


def _end(approvals: list[Approval]) -> Revocation | None:
    """The end of the newest approval of a source, which is the language that was approved first."""
    of_source = [approval for approval in approvals if approval.language == approvals[0].language]
    return getattr(of_source[-1], "revocation", None) if of_source else None


def _tombstone(
    model: type[Page], approvals: list[Approval], revocation: Revocation, of_group: list[Approval]
) -> dict[str, Any]:
    """The titles are those that were approved last, in the reader's language, else in their own: the record of a group
    and a draft after the withdrawal may say anything.
    """
    language = reader_language()
    shown, group_shown = (_last_shown(each, language) for each in (approvals, of_group))
    group = FocusGroup.objects.get(work=group_shown.work)
    reference = _reference(model, shown.work, group)
    content = json.loads(shown.content)
    outcomes = navigation(language).outcomes
    return {
        "section": outcomes.url if outcomes and model is OutcomePage else "",
        "kind": KINDS[model],
        "title": content["title"],
        "lang": "" if shown.language == language else shown.language,
        "reference": reference,
        "group": group,
        "control_reference": reference or group.reference,
        "control_part": ANCHORS[model],
        "authors": _authors(content),
        "group_name": "" if model is FocusGroupPage else json.loads(group_shown.content)["title"],
        "group_lang": "" if group_shown.language == language else group_shown.language,
        "version": shown.version,
        "approved_at": shown.approved_at,
        "withdrawn_at": revocation.revoked_at,
        "kind_of_reason": revocation.get_kind_display(),
        "reason": revocation.reason,
        "reason_lang": ""
        if (written_in := revocation.reason_language or approvals[0].language) == language
        else written_in,
        "replacement": _replacement(model, revocation),
    }


def _reference(model: type[Page], work: uuid.UUID, group: FocusGroup) -> str:
    if model is OutcomePage:
        return Outcome.objects.values_list("reference", flat=True).get(work=work)
    return group.reference if model is FocusGroupPage else ""


def _last_shown(approvals: list[Approval], language: str) -> Approval:
    """The newest in this language, else in that of the source."""
    newest = {approval.language: approval for approval in approvals}
    return newest.get(language) or newest[approvals[0].language]


def _authors(content: dict[str, Any]) -> list[str]:
    """Who is named as author of what was approved, as far as they consent today."""
    people = Person.objects.filter(pk__in=content["people"]) if "people" in content else []
    return sorted(person.name for person in people if person.is_named())


def _replacement(model: type[Page], revocation: Revocation) -> dict[str, str] | None:
    """What takes its place, while that is public itself."""
    if revocation.replacement is None:
        return None
    pages = model.objects.filter(translation_key=revocation.replacement)
    page = public_works(pages, reader_language()).select_related("locale").first()
    return page and {"title": page.title, "url": work_url(page), "lang": other_language(page)}
