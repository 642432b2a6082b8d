"""How long quality control took, read for a quarter and the year that ends with it: four queries, however many rounds (E23)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from django.contrib.auth import get_user_model
from wagtail.models import Page, PageLogEntry

from .choices import TimedState
from .log import name_of
from .models import QualityControl
from .queue import PAGE_ID
from .times import Figures, Kind, Period, Quarter, Step, TimedPage, figures_of, periods_of
from .working_days import counter, day_of

# What the log says of a round; it keeps who decided when the account is deleted, which the round does not.
LOGGED = {
    "wagtail.workflow.reject": Kind.RETURNED,
    "wagtail.workflow.approve": Kind.APPROVED,
    "wagtail.workflow.cancel": Kind.TAKEN_OUT,
    "moderation.schedule": Kind.SCHEDULED,
    "moderation.unschedule": Kind.UNSCHEDULED,
    "moderation.ask_to_confirm": Kind.ASKED,
    "moderation.confirm_small_fixes": Kind.CONFIRMED,
}
QUARTERS_OF_A_YEAR = 4


@dataclass(frozen=True)
class StateLine:
    """One state: what ended in the quarter, what is in it now, and what ended in each quarter of the year."""

    state: TimedState
    ended: Figures | None
    still_open: Figures | None
    year: list[tuple[Quarter, Figures | None]]


@dataclass(frozen=True)
class ReviewerLine:
    """The decisions of one person in the quarter, from the sending on."""

    name: str
    decided: Figures


@dataclass(frozen=True)
class Report:
    quarter: Quarter
    states: list[StateLine]
    reviewers: list[ReviewerLine]

    @property
    def quarters(self) -> list[Quarter]:
        """Those of the year, the asked one last."""
        return year_to(self.quarter)


def year_to(quarter: Quarter) -> list[Quarter]:
    return [quarter.before(number) for number in reversed(range(QUARTERS_OF_A_YEAR))]


class History:
    """Every period of every page in quality control."""

    def __init__(self, today: date) -> None:
        self.today = today
        steps = _steps()
        rows = Page.objects.filter(pk__in=QualityControl.objects.values(page_id=PAGE_ID)).order_by("pk")
        pages = [TimedPage(*row) for row in rows.values_list("pk", "draft_title", "locale__language_code")]
        self.periods = [period for page in pages for period in periods_of(page, steps[page.key])]

    def quarters(self) -> list[Quarter]:
        """The running one, and those in which something ended; the newest first."""
        ended = {Quarter.of(period.ended) for period in self.periods if period.ended}
        return sorted(ended | {Quarter.of(self.today)}, reverse=True)

    def report(self, quarter: Quarter, language: str = "") -> Report:
        periods = [period for period in self.periods if language in ("", period.page.language)]
        count = counter(min((period.began for period in periods), default=self.today), self.today)
        by_state: dict[tuple[TimedState, Quarter | None], list[Period]] = defaultdict(list)
        for period in periods:
            by_state[period.state, Quarter.of(period.ended) if period.ended else None].append(period)

        def figures(state: TimedState, when: Quarter | None) -> Figures | None:
            return figures_of(by_state[state, when], count, self.today)

        states = [
            StateLine(
                state=state,
                ended=figures(state, quarter),
                still_open=figures(state, None),
                year=[(each, figures(state, each)) for each in year_to(quarter)],
            )
            for state in TimedState
        ]
        decided = [period for period in by_state[TimedState.IN_REVIEW, quarter] if period.is_decided]
        return Report(quarter, states, list(self._reviewers(decided, count)))

    def _reviewers(self, decided: Iterable[Period], count: Callable[[date, date], int]) -> Iterator[ReviewerLine]:
        by_person: dict[int | None, list[Period]] = defaultdict(list)
        for period in decided:
            by_person[period.by].append(period)
        people = get_user_model().objects.in_bulk([key for key in by_person if key])
        for name, key in sorted((name_of(key, people), key or 0) for key in by_person):
            if figures := figures_of(by_person[key or None], count, self.today):
                yield ReviewerLine(name, figures)


def _steps() -> dict[int, list[Step]]:
    """What happened to each page, in its order: every sending with its due day, and what the log says of it."""
    happened: dict[int, list[tuple[datetime, Step]]] = defaultdict(list)
    rounds = QualityControl.objects.annotate(page_id=PAGE_ID).order_by("pk")
    for page, moment, due_on in rounds.values_list("page_id", "started_at", "due_on"):
        happened[page].append((moment, Step(Kind.SENT, day_of(moment), due_on=due_on)))
    entries = PageLogEntry.objects.filter(action__in=LOGGED).order_by("timestamp", "pk")
    for page, moment, action, by in entries.values_list("page_id", "timestamp", "action", "user_id"):
        happened[page].append((moment, Step(LOGGED[action], day_of(moment), by=by)))
    return {page: [step for _moment, step in sorted(each, key=itemgetter(0))] for page, each in happened.items()}


def cells_of(report: Report) -> Iterator[list[str]]:
    """The same figures as lines of a table: each state in each quarter of the year, then who decided in the quarter."""
    for line in report.states:
        for quarter, ended in line.year:
            is_asked = quarter == report.quarter
            still_open = _of_open(line.still_open) if is_asked else ["", ""]
            yield [str(line.state.label), str(quarter), *_of_ended(ended), *still_open, ""]
    for reviewer in report.reviewers:
        decided = reviewer.decided
        yield [reviewer.name, str(report.quarter), *_of_ended(decided), "", "", str(decided.late)]


def _of_ended(figures: Figures | None) -> list[str]:
    if figures is None:
        return ["0", "", "", ""]
    return [str(figures.number), f"{figures.median:g}", str(figures.worst), figures.worst_page.title]


def _of_open(figures: Figures | None) -> list[str]:
    return [str(figures.number), str(figures.worst)] if figures else ["0", ""]
