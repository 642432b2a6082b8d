"""What waits for a decision, with who may take it: a fixed number of queries, however much waits."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page

from .models import GatedMixin, QualityControl
from .querysets import rounds_scheduled, rounds_waiting


@dataclass(frozen=True)
class Waiting:
    """One line of the queue; ``why_not`` says why this user does not decide, or why nobody can now."""

    round: QualityControl
    page: GatedMixin
    why_not: str


def waiting_for(user: Any) -> list[Waiting]:
    """What ``user`` may look at, the longest first."""
    rounds = list(rounds_waiting())
    pages = _pages_of(rounds, user)
    reasons = _reasons(list(pages.values()), user)
    return [
        Waiting(round_, page, reasons.get(page.pk, ""))
        for round_ in rounds
        if (page := pages.get(round_.workflow_state.object_id))
    ]


def scheduled_for(user: Any) -> list[Waiting]:
    """What is approved and waits for its time, of what ``user`` may look at; the next one first."""
    rounds = list(rounds_scheduled())
    pages = _pages_of(rounds, user)
    return [Waiting(round_, page, "") for round_ in rounds if (page := pages.get(round_.workflow_state.object_id))]


def _pages_of(rounds: list[QualityControl], user: Any) -> dict[str, GatedMixin]:
    """The page of each round that ``user`` may look at, by its key as text."""
    if not rounds:
        return {}
    locales = Locale.objects.in_bulk()
    pages = {}
    for page in Page.objects.filter(pk__in=[round_.workflow_state.object_id for round_ in rounds]).specific():
        page.locale = locales[page.locale_id]
        if page.may_review(user):
            pages[str(page.pk)] = page
    return pages


def _reasons(pages: list[GatedMixin], user: Any) -> dict[int, str]:
    """Each rule is asked once for all pages that it judges."""
    reasons: dict[int, str] = {}
    for rules in {(type(page).decision_rule, type(page).publication_rule) for page in pages}:
        judged = [page for page in pages if (type(page).decision_rule, type(page).publication_rule) == rules]
        decide, publish = rules
        reasons |= publish(judged) | decide(judged, user)
    return reasons
