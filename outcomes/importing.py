"""Reads focus groups together with their outcomes from a file of facts; no database."""

from dataclasses import dataclass
from typing import Any

from focusgroups.choices import Format
from focusgroups.importing import TITLE_LENGTH, GroupRow, Reader, Refused, Row, read_group
from focusgroups.rules import PartialDate

from .choices import Licence

FORMAT_OTHER_LENGTH = 100


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome as a source knows it; what is empty, the source does not say."""

    title: str
    format: str
    format_other: str = ""
    abstract: str = ""
    licence: str = ""
    dated: PartialDate | None = None


@dataclass(frozen=True)
class GroupWithOutcomes:
    """One group of the file with what it delivered."""

    group: GroupRow
    outcomes: tuple[OutcomeRow, ...]


@dataclass(frozen=True)
class Plan:
    """What an import will make, and the paths of what it will not take over."""

    groups: tuple[GroupWithOutcomes, ...]
    ignored: tuple[str, ...]


def read_plan(data: Any, *, only: str = "") -> Plan:
    """The groups of ``data``, or the one named ``only``; raises ``Refused`` with every error at once."""
    reader = Reader()
    top = Row(reader, data, "")
    rows = list(top.rows("groups"))
    top.close()
    names = [str(row.data.get("name", "")).strip() for row in rows]
    if not rows and not reader.errors:
        reader.errors.append("The file holds no groups. Write them as a list under the key “groups”.")
    if only and only.strip().casefold() not in (name.casefold() for name in names):
        reader.errors.append(f"The file has no group named “{only}”. It has: {', '.join(names)}.")
    chosen = [
        row for row in rows if not only or str(row.data.get("name", "")).strip().casefold() == only.strip().casefold()
    ]
    _refuse_twins(chosen)
    groups = tuple(_read_group(row) for row in chosen)
    if reader.errors:
        raise Refused(reader.errors)
    return Plan(groups, tuple(reader.ignored))


def _refuse_twins(rows: list[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        name = str(row.data.get("name", "")).strip().casefold()
        if name and name in seen:
            row.wrong("name", "this name stands in the file twice. Leave one of the two out.")
        seen.add(name)


def _read_group(row: Row) -> GroupWithOutcomes:
    group = read_group(row)
    outcomes = tuple(_read_outcome(outcome) for outcome in row.rows("outcomes"))
    row.close()
    return GroupWithOutcomes(group, outcomes)


def _read_outcome(row: Row) -> OutcomeRow:
    outcome = OutcomeRow(
        title=row.text("title", required="Write the title of the outcome.", longest=TITLE_LENGTH),
        format=_one_of(row, "format", Format.values, "Leave it out where the source does not say."),
        format_other=row.text("format_other", longest=FORMAT_OTHER_LENGTH),
        abstract=row.text("abstract"),
        licence=_one_of(row, "licence", Licence.values, "Leave it out where the source names none."),
        dated=row.date("date"),
    )
    if outcome.format == Format.OTHER and not outcome.format_other:
        row.wrong("format_other", "missing. Name the format, because “format” is “other”.")
    row.close()
    return outcome


def _one_of(row: Row, name: str, values: list[str], otherwise: str) -> str:
    value = row.text(name)
    if value and value not in values:
        row.wrong(name, f"“{value}” is unknown. Write one of {', '.join(values)}. {otherwise}")
    return value
