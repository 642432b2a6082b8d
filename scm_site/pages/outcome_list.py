"""Outcomes in lists, with the names that a reader sees."""

from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from focusgroups.choices import Format
from focusgroups.models import FocusGroup
from focusgroups.rules import PartialDate
from outcomes.listing import Row, public_rows
from outcomes.models import Outcome, OutcomePage
from search.public import public_works
from translations.languages import own_name

from .dates import as_known
from .groups import public_group_pages, public_sources
from .languages import address_of, reader_language


def format_name(format: str, other: str) -> str:
    """The format as a reader sees it: where it is none of the usual ones,
    by the name that the group gave it.
    """
    if format == Format.OTHER and other:
        return other
    return str(Format(format).label) if format in Format.values else ""


@dataclass(frozen=True)
class Entry:
    """One work of the list."""

    row: Row
    group: str

    @property
    def url(self) -> str:
        return address_of(self.row.url_path)

    @property
    def meta(self) -> list[str]:
        row = self.row
        return [format_name(row.format, row.format_other), as_known(PartialDate(row.day, row.precision))]

    @property
    def languages(self) -> str:
        return ", ".join(own_name(code) for code in self.row.languages)

    @property
    def lang(self) -> str:
        return "" if self.row.language == reader_language() else self.row.language


def group_names() -> dict[str, str]:
    """Reference of each public group → its title for the reader."""
    titles = {page.translation_key: page.title for page in public_group_pages()}
    records = FocusGroup.objects.filter(work__in=titles).values_list("reference", "work")
    return {reference: titles[work] for reference, work in records}


def rows_of_public_groups(names: dict[str, str]) -> list[Row]:
    """What stands under a group is public only while the group's page is."""
    return [row for row in public_rows(reader_language()) if row.group in names]


def newest_first(outcomes: QuerySet[OutcomePage]) -> QuerySet[OutcomePage]:
    """By the date of the outcome, where it has none by that of its first publication."""
    day = Coalesce("dated_on", "first_published_at", output_field=DateTimeField())
    return outcomes.order_by(day.desc(), "title", "pk")


def latest(number: int) -> list[Any]:
    """The newest public outcomes, each with the work of ``its_group``; no others are read."""
    records = Outcome.objects.filter(group__work__in=public_sources().values("translation_key"))
    outcomes = public_works(OutcomePage.objects.filter(translation_key__in=records.values("work")), reader_language())
    group = Outcome.objects.filter(work=OuterRef("translation_key")).values("group__work")
    found = newest_first(outcomes).select_related("locale").defer("body").annotate(its_group=Subquery(group))
    return list(found[:number])
