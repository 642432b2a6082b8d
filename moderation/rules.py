"""What quality control promises, as plain functions."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta

FIRST_VERSION = "1.0"
SATURDAY = 5


def next_version(current: str | None) -> str:
    """The number of the version after ``current``: ``1.0`` for the first, ``1.1`` after ``1.0``.

    Raises ``ValueError`` where ``current`` is not of the form ``major.minor``.
    """
    if current is None:
        return FIRST_VERSION
    major, minor = current.split(".")
    return f"{int(major)}.{int(minor) + 1}"


def add_working_days(day: date, number: int, is_free: Callable[[date], bool]) -> date:
    """The ``number``-th working day after ``day``: Monday to Friday, without the days that ``is_free`` names."""
    while number > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and not is_free(day):
            number -= 1
    return day


def working_day_counter(first: date, last: date, is_free: Callable[[date], bool]) -> Callable[[date, date], int]:
    """Counts the working days after one day up to another, both from ``first`` to ``last``: many pairs, one calendar.

    What ``add_working_days`` adds, it counts; on the same day it is 0.
    """
    every_day = (first + timedelta(days=number) for number in range((last - first).days + 1))
    days = [day for day in every_day if day.weekday() < SATURDAY and not is_free(day)]
    return lambda start, end: bisect_right(days, end) - bisect_right(days, start)
