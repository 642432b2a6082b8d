"""How long quality control takes: periods, working days, figures, each computed by hand (E23)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from moderation.choices import TimedState
from moderation.rules import add_working_days, working_day_counter
from moderation.times import Kind, Period, Quarter, Step, TimedPage, figures_of, periods_of
from moderation.working_days import counter, day_of

IN_REVIEW, RETURNED, SMALL_FIXES, SCHEDULED = TimedState
PAGE = TimedPage(7, "A playbook", "en")
DUE = date(2026, 3, 16)
TODAY = date(2026, 3, 31)


def march(day: int) -> date:
    return date(2026, 3, day)


def sent(day: int) -> Step:
    return Step(Kind.SENT, march(day), due_on=DUE)


def step(kind: Kind, day: int, by: int | None = 1) -> Step:
    return Step(kind, march(day), by=by)


def told(*steps: Step) -> list[tuple[TimedState, int, int | None]]:
    """Each period of these steps: its state, its first and its last day of March."""
    periods = periods_of(PAGE, steps)
    return [(period.state, period.began.day, period.ended.day if period.ended else None) for period in periods]


# --- Days ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        # On one day, over a day, over a week.
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 3, 3), 1),
        (date(2026, 3, 2), date(2026, 3, 9), 5),
        # A Friday to its Saturday, Sunday and Monday; a Saturday to its Sunday.
        (date(2026, 3, 6), date(2026, 3, 7), 0),
        (date(2026, 3, 6), date(2026, 3, 8), 0),
        (date(2026, 3, 6), date(2026, 3, 9), 1),
        (date(2026, 3, 7), date(2026, 3, 8), 0),
        # The Friday before and the Monday after the clocks change, in spring and in autumn.
        (date(2026, 3, 27), date(2026, 3, 30), 1),
        (date(2026, 10, 23), date(2026, 10, 26), 1),
        # Over Easter: Good Friday and Easter Monday are free. Over Ascension and the day after it. Over the new year.
        (date(2026, 4, 2), date(2026, 4, 7), 1),
        (date(2026, 5, 13), date(2026, 5, 18), 1),
        (date(2025, 12, 24), date(2026, 1, 2), 4),
    ],
)
def test_days_between_are_working_days(start: date, end: date, days: int) -> None:
    count = counter(date(2025, 12, 1), date(2026, 12, 31))

    assert count(start, end) == days


def test_the_days_on_which_the_secretariat_is_closed_do_not_count(settings: Any) -> None:
    settings.SCM_CLOSED_DAYS = ["2026-03-03", "2026-03-04"]

    assert counter(march(1), march(31))(march(2), march(5)) == 1


def test_what_a_due_day_adds_the_counter_counts() -> None:
    free = {march(3), march(20)}.__contains__
    count = working_day_counter(march(1), march(31), free)

    assert [count(march(2), add_working_days(march(2), number, free)) for number in range(1, 15)] == [*range(1, 15)]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        # From here on Brussels is two hours ahead, in autumn one hour again.
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_a_moment_is_on_the_day_that_it_is_in_brussels(moment: datetime, day: date) -> None:
    assert day_of(moment) == day


# --- Periods ------------------------------------------------------------------------------------------------


def test_a_page_that_is_returned_sent_again_and_approved() -> None:
    steps = [sent(2), step(Kind.RETURNED, 5), sent(10), step(Kind.APPROVED, 12)]

    assert told(*steps) == [(IN_REVIEW, 2, 5), (RETURNED, 5, 10), (IN_REVIEW, 10, 12)]


def test_a_round_that_is_taken_back_ends_without_a_decision() -> None:
    (period,) = periods_of(PAGE, [sent(2), step(Kind.TAKEN_OUT, 20)])

    assert period == Period(IN_REVIEW, PAGE, march(2), march(20), due_on=DUE)
    assert not period.is_late()


def test_a_draft_that_is_withdrawn_while_its_group_has_it_is_no_measure() -> None:
    assert told(sent(2), step(Kind.RETURNED, 5), step(Kind.TAKEN_OUT, 9)) == [(IN_REVIEW, 2, 5)]


def test_a_decision_with_a_time_ends_the_review_and_begins_the_wait() -> None:
    steps = [sent(2), step(Kind.SCHEDULED, 4, by=8), step(Kind.APPROVED, 9, by=8)]
    review, wait = periods_of(PAGE, steps)

    assert (review.state, review.ended, review.is_decided, review.by) == (IN_REVIEW, march(4), True, 8)
    assert (wait.state, wait.began, wait.ended, wait.is_decided) == (SCHEDULED, march(4), march(9), False)


def test_after_a_cancelled_schedule_the_review_begins_anew() -> None:
    steps = [sent(2), step(Kind.SCHEDULED, 4), step(Kind.UNSCHEDULED, 9), step(Kind.RETURNED, 17, by=8)]
    first, second, with_group = periods_of(PAGE, steps)

    assert [(period.began.day, period.ended and period.ended.day) for period in (first, second)] == [(2, 4), (9, 17)]
    # It stays due when it was.
    assert (second.by, second.due_on, second.is_late()) == (8, DUE, True)
    assert (with_group.state, with_group.ended) == (RETURNED, None)


def test_a_schedule_that_ends_with_a_withdrawal_is_no_measure() -> None:
    assert told(sent(2), step(Kind.SCHEDULED, 4), step(Kind.TAKEN_OUT, 9)) == [(IN_REVIEW, 2, 4)]


def test_small_fixes_are_with_the_group_from_the_first_request_to_its_answer() -> None:
    steps = [sent(2), *(step(Kind.ASKED, day) for day in (4, 6)), step(Kind.CONFIRMED, 9), step(Kind.APPROVED, 11)]

    assert told(*steps) == [(SMALL_FIXES, 4, 9), (IN_REVIEW, 2, 11)]


def test_small_fixes_that_nobody_confirmed_are_no_measure() -> None:
    assert told(sent(2), step(Kind.ASKED, 4), step(Kind.RETURNED, 6)) == [(IN_REVIEW, 2, 6), (RETURNED, 6, None)]


def test_what_is_not_over_is_open() -> None:
    assert told(sent(2)) == [(IN_REVIEW, 2, None)]
    assert told(sent(2), step(Kind.ASKED, 4)) == [(IN_REVIEW, 2, None), (SMALL_FIXES, 4, None)]
    assert told(sent(2), step(Kind.SCHEDULED, 4)) == [(IN_REVIEW, 2, 4), (SCHEDULED, 4, None)]


def test_a_round_decided_by_nobody_that_the_log_knows_is_a_decision() -> None:
    (period,) = periods_of(PAGE, [sent(2), step(Kind.APPROVED, 17, by=None)])

    assert (period.is_decided, period.by, period.is_late()) == (True, None, True)


def test_what_the_log_says_of_a_page_without_rounds_is_nothing() -> None:
    assert told(step(Kind.TAKEN_OUT, 2), step(Kind.CONFIRMED, 3)) == []


@pytest.mark.parametrize(("day", "is_late"), [(15, False), (16, False), (17, True)])
def test_on_the_due_day_a_decision_is_in_time(day: int, is_late: bool) -> None:
    (period,) = periods_of(PAGE, [sent(2), step(Kind.APPROVED, day)])

    assert period.is_late() is is_late


# --- Figures ------------------------------------------------------------------------------------------------


def periods(*days: tuple[int, int | None]) -> list[Period]:
    return [
        Period(IN_REVIEW, TimedPage(place), march(began), march(ended) if ended else None, is_decided=True, due_on=DUE)
        for place, (began, ended) in enumerate(days)
    ]


def test_figures_are_number_median_and_worst() -> None:
    # 1, 3, 11 and 2 working days: the middle of 2 and 3.
    found = figures_of(periods((2, 3), (3, 6), (2, 17), (6, 10)), counter(march(1), TODAY), TODAY)

    assert found
    assert (found.number, found.median, found.worst, found.worst_page.key, found.late) == (4, 2.5, 11, 2, 1)


def test_of_several_that_took_as_long_the_earliest_is_named() -> None:
    found = figures_of(periods((9, 10), (3, 4), (4, 5)), counter(march(1), TODAY), TODAY)

    assert found
    assert (found.median, found.worst, found.worst_page.key) == (1, 1, 1)


def test_what_is_open_is_counted_up_to_today() -> None:
    found = figures_of(periods((30, None), (27, None)), counter(march(1), TODAY), TODAY)

    assert found
    assert (found.number, found.worst, found.worst_page.key, found.late) == (2, 2, 1, 0)


def test_of_nothing_there_are_no_figures() -> None:
    assert figures_of([], counter(march(1), TODAY), TODAY) is None


def test_quarters() -> None:
    assert [str(Quarter.of(date(2026, month, 1))) for month in (1, 3, 4, 12)] == [
        *("2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4")
    ]
    assert [str(Quarter(2026, 2).before(number)) for number in range(6)] == [
        *("2026-Q2", "2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1")
    ]
