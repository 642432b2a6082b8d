"""Entries of a list of outcomes, with the names that a reader sees."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from focusgroups.choices import Format
from outcomes.listing import Row, public_rows

from .groups import public_group_pages, with_records
from .languages import address_of, own_name, reader_language


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
        return [self.format, date_format(self.row.day, "DATE_FORMAT")]

    @property
    def format(self) -> str:
        return format_name(self.row.format, self.row.format_other)

    @property
    def day(self) -> date:
        return self.row.day

    @property
    def languages(self) -> str:
        return ", ".join(own_name(code) for code in self.row.languages)

    @property
    def lang(self) -> str:
        return "" if self.row.language == reader_language() else self.row.language


def group_names() -> dict[str, str]:
    """Reference of each public group → its title for the reader."""
    return {page.group.reference: page.title for page in with_records(public_group_pages())}


def rows_of_public_groups(names: dict[str, str]) -> list[Row]:
    """What stands under a group is public only while the group's page is."""
    return [row for row in public_rows(reader_language()) if row.group in names]


def entries() -> list[Entry]:
    """Every public outcome, newest first."""
    names = group_names()
    rows = sorted(rows_of_public_groups(names), key=lambda row: row.day, reverse=True)
    return [Entry(row, names[row.group]) for row in rows]
