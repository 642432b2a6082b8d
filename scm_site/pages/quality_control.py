"""The public record of quality control, of an outcome or of a group with its Terms of Reference and work programme."""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from focusgroups.models import FocusGroup, FocusGroupPage, TermsOfReferencePage, WorkProgrammePage
from moderation.models import Approval
from moderation.record import Check, checks_of
from outbox.addresses import absolute
from outcomes.models import Outcome, OutcomePage
from search.public import unrestricted

from .history import PublicStep, histories
from .languages import reader_language, work_url
from .navigation import navigation

# In the order in which they stand on the record, each with the name of its part there.
ANCHORS: dict[type[Page], str] = {
    OutcomePage: "outcome",
    FocusGroupPage: "focus-group",
    TermsOfReferencePage: "terms-of-reference",
    WorkProgrammePage: "work-programme",
}


@dataclass
class Work:
    """What was checked: its title as approved last in the reader's language, else in its own, and every check."""

    model: type[Page]
    title: str
    lang: str
    url: str
    is_public: bool
    checks: list[Check] = field(default_factory=list)
    history: list[PublicStep] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return ANCHORS[self.model]

    @property
    def has_languages(self) -> bool:
        return len({step.language for step in self.history}) > 1

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)


def record_of(reference: str) -> list[Work]:
    """The works of a reference that were ever public, each with its checks; none where nothing was, or not for everybody."""
    pages = {page.translation_key: page for page in _pages(reference)}
    checks: dict[uuid.UUID, list[Check]] = {}
    for check in checks_of(pages):
        checks.setdefault(check.work, []).append(check)
    titles, told = _titles(checks), histories(checks)
    found = [
        _work(page, checks[work], titles[work], told.get(work, [])) for work, page in pages.items() if work in checks
    ]
    return sorted(found, key=lambda work: list(ANCHORS).index(work.model))


def _pages(reference: str) -> list[Page]:
    """One page of each work, a public one where there is one."""
    if outcome := Outcome.objects.filter(reference=reference).first():
        pages = Page.objects.filter(translation_key=outcome.work)
    elif group := FocusGroup.objects.filter(reference=reference).first():
        family = FocusGroupPage.objects.filter(translation_key=group.work)
        below = Page.objects.none()
        for path in family.values_list("path", flat=True):
            below |= Page.objects.filter(path__startswith=path)
        pages = below.exact_type(FocusGroupPage, TermsOfReferencePage, WorkProgrammePage)
    else:
        return []
    return list(unrestricted(pages).order_by("live", "pk").select_related("content_type", "locale"))


def _titles(works: Any) -> dict[uuid.UUID, tuple[str, str]]:
    """The title that was approved last of each work, with its language, the reader's or else that of the first approval.

    A draft may say anything.
    """
    approvals = Approval.objects.filter(work__in=works)
    own = dict(approvals.order_by("-pk").values_list("work", "language"))
    found: dict[uuid.UUID, tuple[str, str]] = {}
    for approval in approvals.newest():
        if approval.language == reader_language() or (
            approval.language == own[approval.work] and approval.work not in found
        ):
            found[approval.work] = json.loads(approval.content)["title"], approval.language
    return found


def _work(page: Page, checks: list[Check], title: tuple[str, str], history: list[PublicStep]) -> Work:
    text, language = title
    return Work(
        model=page.specific_class,
        title=text,
        lang="" if language == reader_language() else language,
        url=work_url(page),
        is_public=page.live,
        checks=checks,
        history=history,
    )


def context_for(reference: str, works: list[Work]) -> dict[str, Any]:
    first = works[0]
    links = navigation(reader_language())
    index = links.outcomes if first.model is OutcomePage else links.focus_groups
    label = _("Outcomes") if first.model is OutcomePage else _("Focus groups")
    above = [(label, index.url)] if index else []
    return {
        "reference": reference,
        "works": works,
        "above": [*above, (first.title, first.url)],
        "section": index.url if index else "",
        "json_url": reverse("quality_control_json", args=[reference]),
        "reason_lang": "" if reader_language() == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE,
    }


def as_json(reference: str, works: list[Work]) -> dict[str, Any]:
    """The record for programs: codes beside the words, times in UTC."""
    return {
        "reference": reference,
        "page": absolute(reverse("to_quality_control", args=[reference])),
        "works": [
            {
                "type": work.model._meta.model_name,
                "title": work.title,
                "url": absolute(work.url),
                "is_public": work.is_public,
                "checks": [_check_as_json(check) for check in work.checks],
                "history": [_step_as_json(step) for step in work.history],
            }
            for work in works
        ],
    }


def _step_as_json(step: PublicStep) -> dict[str, Any]:
    return {
        "step": step.code,
        "at": step.at.isoformat(),
        "by": step.party,
        "version": step.version,
        "language": step.language,
        "planned_for": step.planned_for and step.planned_for.isoformat(),
        "points": step.points or None,
    }


def _check_as_json(check: Check) -> dict[str, Any]:
    return {
        "version": check.version,
        "language": check.language,
        "translates_version": check.translates or None,
        "checked_at": check.checked_at.isoformat(),
        "checklist_version": check.checklist,
        "answers": [
            {"question": answer.question, "mandatory": answer.mandatory, "yes": answer.is_yes}
            for answer in check.answers
        ],
        "result": check.verdict,
        "content_sha256": check.seal,
        "in_force": check.is_in_force,
        "withdrawn_at": check.withdrawn_at and check.withdrawn_at.isoformat(),
        "erased": [
            {"sha256": item.sha256, "erased_at": item.erased_at.isoformat(), "reason": item.reason}
            for item in check.erased
        ],
    }
