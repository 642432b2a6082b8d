"""Dates as exactly as they are known."""

from django.utils.formats import date_format

from focusgroups.rules import PartialDate


def as_known(value: PartialDate | None) -> str:
    """Day, month or year, in the reader's words."""
    if not value:
        return ""
    if value.precision == "year":
        return str(value.day.year)
    return date_format(value.day, "YEAR_MONTH_FORMAT" if value.precision == "month" else "DATE_FORMAT")
