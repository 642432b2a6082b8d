"""What groups owe, in the order of days (ToR ¶11, ¶17, ¶22). One registry for all rooms, as of the automated checks.

A room registers small functions when it is ready; each says what is due for one group, from what was read of it already.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moderation.choices import Stage

from .choices import RESPONSIBLE_ROLES, State
from .forms import too_short
from .models import TermsOfReferencePage, WorkProgrammePage
from .overview import GroupStanding, PageStanding
from .rules import is_long_enough


@dataclass(frozen=True)
class DueItem:
    """One thing that a group owes, by a day or since one, and the form on which it is done."""

    day: date
    text: str
    address: str
    is_deadline: bool = True
    group: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.is_deadline and self.day < timezone.localdate()

    @property
    def when(self) -> str:
        if not self.is_deadline:
            words = _("Since %(day)s")
        elif self.is_overdue:
            words = _("Was due on %(day)s")
        else:
            words = _("By %(day)s")
        return words % {"day": date_format(self.day)}


Due = Callable[[GroupStanding], Iterable[DueItem]]

_functions: list[Due] = []


def due(function: Due) -> Due:
    """Let the decorated function say what is due for each group."""
    _functions.append(function)
    return function


def due_in(standings: Sequence[GroupStanding]) -> list[DueItem]:
    """What these groups owe, by day, each with its group where there are several. One that was ended early owes nothing."""
    found = [
        replace(item, group=standing.title if len(standings) > 1 else "")
        for standing in standings
        if standing.group.state != State.ENDED_EARLY
        for function in _functions
        for item in function(standing)
    ]
    return sorted(found, key=lambda item: item.day)


@due
def pages_in_hand(standing: GroupStanding) -> Iterator[DueItem]:
    """What was returned, is to be confirmed or is a draft, since it is so."""
    for item in standing.pages:
        if item.to_do:
            yield DueItem(_since(item), item.to_do, item.page.editing_address(), is_deadline=False)


def _since(item: PageStanding) -> date:
    is_returned = item.stage == Stage.RETURNED and item.standing.round
    at = item.standing.round.finished_at if is_returned else item.page.latest_revision_created_at
    return timezone.localdate(at)


@due
def leaders_without_a_name(standing: GroupStanding) -> Iterator[DueItem]:
    """Who leads the group and was never asked whether the name may be public (¶9)."""
    for membership in standing.leaders:
        if membership.person.consent_given_at is None:
            text = _("Readers see “name withheld” in place of %(name)s: record among the members whether the name may be public.")
            address = reverse("focusgroups:members", args=[standing.group.reference])
            yield DueItem(membership.started_on, text % {"name": membership.person}, address, is_deadline=False)


@due
def amendment(standing: GroupStanding) -> Iterator[DueItem]:
    """Public Terms of Reference that quote a work programme which has a newer version (ToR ¶24)."""
    terms, approval = standing.the(TermsOfReferencePage), standing.the(WorkProgrammePage).standing.newest
    if terms.stage == Stage.PUBLISHED and approval and terms.page.quoted_version != approval.version:
        text = _("“%(title)s” quote an earlier version of the work programme: fill them in and send them once more.")
        day = timezone.localdate(approval.approved_at)
        yield DueItem(day, text % {"title": terms.title}, terms.page.editing_address(), is_deadline=False)


@due
def coming_milestones(standing: GroupStanding) -> Iterator[DueItem]:
    """Those of the approved work programme. Whether a past one was met is not recorded."""
    page = standing.the(WorkProgrammePage).page
    if not page.live or not standing.group.is_open():
        return
    for block in page.milestones:
        day = block.value["due"]
        if day and day >= timezone.localdate():
            text = _("Milestone “%(title)s” (%(responsible)s)") % {
                "title": block.value["title"],
                "responsible": dict(RESPONSIBLE_ROLES)[block.value["responsible"]],
            }
            yield DueItem(day, text, f"{page.editing_address()}#{page.anchor_of(f'milestones.{block.id}')}")


@due
def too_early_an_end(standing: GroupStanding) -> Iterator[DueItem]:
    """The twelve months of ToR ¶6 count from the launch, which may have been later than planned."""
    group, page = standing.group, standing.the(WorkProgrammePage).page
    launch, end = group.launched_on, group.planned_end
    if group.is_open() and launch and end and not is_long_enough(launch, end):
        address = f"{page.editing_address()}#{page.anchor_of('ends_on')}"
        yield DueItem(launch, too_short(launch), address, is_deadline=False)


@due
def planned_end(standing: GroupStanding) -> Iterator[DueItem]:
    """The day until which the Terms of Reference are valid (ToR ¶6)."""
    group, page = standing.group, standing.the(WorkProgrammePage).page
    if group.is_open() and group.planned_end:
        text = _("Planned end: until then the group delivers its outcomes, or plans a later end (ToR ¶6).")
        yield DueItem(group.planned_end, text, f"{page.editing_address()}#{page.anchor_of('ends_on')}")
