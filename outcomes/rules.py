"""How outcomes are numbered and dated: plain functions."""

from datetime import date

FIRST_YEAR = 1990


def outcome_reference(group_reference: str, number: int) -> str:
    """The permanent reference of the ``number``-th outcome of a group, for example ``SCM-FG-2025-07-O1``."""
    return f"{group_reference}-O{number}"


def likely_years(today: date) -> range:
    """The years that the date of an outcome may have; any other is mistyped."""
    return range(FIRST_YEAR, today.year + 2)
