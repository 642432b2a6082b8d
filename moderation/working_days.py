"""The days on which the Secretariat works: those of Brussels, without the Commission's own closing days."""

from collections.abc import Callable
from datetime import date, datetime

import holidays
from django.conf import settings
from django.utils import timezone

from .rules import add_working_days, working_day_counter

# Belgium's public holidays, with Good Friday and the day after Ascension, on which banks and the Commission close too.
FREE_DAYS = holidays.country_holidays("BE", categories=(holidays.PUBLIC, holidays.BANK))


def is_free(day: date) -> bool:
    return day in FREE_DAYS or day.isoformat() in settings.SCM_CLOSED_DAYS


def day_of(moment: datetime) -> date:
    """The day on which something happened, where the Secretariat works."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def working_days_after(day: date, number: int) -> date:
    """The ``number``-th working day of the Secretariat after ``day``."""
    return add_working_days(day, number, is_free)


def due_day_of_today() -> date:
    """Until when the Secretariat decides on what is sent today (E11)."""
    return working_days_after(day_of(timezone.now()), settings.SCM_REVIEW_DAYS)


def counter(first: date, last: date) -> Callable[[date, date], int]:
    """Counts the working days of the Secretariat after one day up to another, within these days (E23)."""
    return working_day_counter(first, last, is_free)
