"""How long quality control takes (E23): the periods of a page in each state, and their figures, in whole working days.

Plain functions of days: what happened is read by ``time_report``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from statistics import median

from django.utils.translation import gettext as _

from .choices import TimedState


class Kind(Enum):
    """What can happen to a page in quality control."""

    SENT = auto()
    RETURNED = auto()
    APPROVED = auto()
    SCHEDULED = auto()
    UNSCHEDULED = auto()
    TAKEN_OUT = auto()
    ASKED = auto()
    CONFIRMED = auto()


@dataclass(frozen=True)
class Step:
    """One of these on one day: by whom, and of a sending the day on which the decision is due."""

    kind: Kind
    day: date
    by: int | None = None
    due_on: date | None = None


# The state that each step leads to; small fixes are made within a round.
LEADS_TO = {
    Kind.SENT: TimedState.IN_REVIEW,
    Kind.RETURNED: TimedState.RETURNED,
    Kind.APPROVED: None,
    Kind.SCHEDULED: TimedState.SCHEDULED,
    Kind.UNSCHEDULED: TimedState.IN_REVIEW,
    Kind.TAKEN_OUT: None,
}
DECISIONS = (Kind.RETURNED, Kind.APPROVED, Kind.SCHEDULED)
# How a state ends as it should; a period that ends otherwise (a schedule is cancelled, a draft withdrawn) is no measure.
COUNTED = {
    TimedState.IN_REVIEW: (*DECISIONS, Kind.TAKEN_OUT),
    TimedState.RETURNED: (Kind.SENT,),
    TimedState.SCHEDULED: (Kind.APPROVED,),
}


@dataclass(frozen=True)
class TimedPage:
    """What is said of a page whose time is counted."""

    key: int
    title: str = ""
    language: str = ""


@dataclass(frozen=True)
class Period:
    """A page in one state; without an end it still is. Where a decision ended it: whose, and until when it was due."""

    state: TimedState
    page: TimedPage
    began: date
    ended: date | None = None
    is_decided: bool = False
    by: int | None = None
    due_on: date | None = None

    def is_late(self) -> bool:
        return bool(self.is_decided and self.ended and self.due_on and self.ended > self.due_on)


def periods_of(page: TimedPage, steps: Iterable[Step]) -> Iterator[Period]:
    """The periods of one page, from all of its steps in their order.

    After a cancelled schedule the page is in quality control anew, from that day. The time in which its group confirms
    small fixes is a part of that in quality control, and a period of its own; it begins with the first request.
    """
    state: TimedState | None = None
    began = asked = due_on = None
    for step in steps:
        if step.kind == Kind.ASKED:
            asked = asked or step.day
            continue
        if step.kind == Kind.CONFIRMED:
            if asked:
                yield Period(TimedState.SMALL_FIXES, page, asked, step.day)
            asked = None
            continue
        if state and began and step.kind in COUNTED[state]:
            is_decided = state == TimedState.IN_REVIEW and step.kind in DECISIONS
            yield Period(state, page, began, step.day, is_decided, step.by if is_decided else None, due_on)
        state, began, asked = LEADS_TO[step.kind], step.day, None
        due_on = step.due_on or due_on
    if state and began:
        yield Period(state, page, began)
    if asked:
        yield Period(TimedState.SMALL_FIXES, page, asked)


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    def before(self, number: int) -> "Quarter":
        """The one so many quarters earlier."""
        year, place = divmod(self.year * 4 + self.number - 1 - number, 4)
        return Quarter(year, place + 1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        return _("Quarter %(number)s of %(year)s") % {"number": self.number, "year": self.year}


@dataclass(frozen=True)
class Figures:
    """How many periods, their median and the longest of them, in working days; of several the earliest."""

    number: int
    median: float
    worst: int
    worst_page: TimedPage
    late: int


def figures_of(periods: Iterable[Period], count: Callable[[date, date], int], today: date) -> Figures | None:
    """``None`` where there are none; what is open is counted up to ``today``."""
    periods = list(periods)
    if not periods:
        return None
    days = [count(period.began, period.ended or today) for period in periods]
    worst = max(range(len(days)), key=lambda place: (days[place], -periods[place].began.toordinal()))
    return Figures(
        number=len(days),
        median=median(days),
        worst=days[worst],
        worst_page=periods[worst].page,
        late=sum(period.is_late() for period in periods),
    )
