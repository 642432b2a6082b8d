"""Points in time as a sentence says them."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def day_and_time(moment: datetime) -> str:
    """In the reader's time zone and language; in a mail, in the site's time zone."""
    return date_format(localtime(moment), "DATETIME_FORMAT")
