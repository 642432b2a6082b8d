"""Outcomes in lists, with the names that a reader sees."""

from typing import Any

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from focusgroups.choices import FORMATS, Format
from focusgroups.querysets import public_groups
from outcomes.models import Outcome, OutcomePage
from search.public import public_works

from .languages import reader_language


def format_name(format: str, other: str) -> str:
    """The format as a reader sees it: where it is none of the usual ones,
    by the name that the group gave it.
    """
    if format == Format.OTHER and other:
        return other
    return str(FORMATS.get(format, ""))


def newest_first(outcomes: QuerySet[OutcomePage]) -> QuerySet[OutcomePage]:
    """By the date of the outcome, where it has none by that of its first publication."""
    day = Coalesce("dated_on", "first_published_at", output_field=DateTimeField())
    return outcomes.order_by(day.desc(), "title", "pk")


def latest(number: int) -> list[Any]:
    """The newest public outcomes, each with the work of ``its_group``; no others are read."""
    records = Outcome.objects.filter(group__in=public_groups())
    outcomes = public_works(OutcomePage.objects.filter(translation_key__in=records.values("work")), reader_language())
    group = Outcome.objects.filter(work=OuterRef("translation_key")).values("group__work")
    found = newest_first(outcomes).select_related("locale").defer("body").annotate(its_group=Subquery(group))
    return list(found[:number])
