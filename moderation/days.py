"""Points in time as a sentence says them."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def day_and_time(moment: datetime) -> str:
    """In the site's own time zone and the reader's language."""
    return date_format(localtime(moment), "DATETIME_FORMAT")
