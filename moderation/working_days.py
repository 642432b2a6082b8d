"""The days on which the Secretariat works: those of Brussels, without the Commission's own closing days."""

from datetime import date

import holidays
from django.conf import settings
from django.utils import timezone

from .rules import add_working_days

# Belgium's public holidays, with Good Friday and the day after Ascension, on which banks and the Commission close too.
FREE_DAYS = holidays.country_holidays("BE", categories=(holidays.PUBLIC, holidays.BANK))


def is_free(day: date) -> bool:
    return day in FREE_DAYS or day.isoformat() in settings.SCM_CLOSED_DAYS


def working_days_after(day: date, number: int) -> date:
    """The ``number``-th working day of the Secretariat after ``day``."""
    return add_working_days(day, number, is_free)


def due_day_of_today() -> date:
    """Until when the Secretariat decides on what is sent today (E11)."""
    return working_days_after(timezone.localdate(timezone=timezone.get_default_timezone()), settings.SCM_REVIEW_DAYS)
