"""Reads focus groups from a file of facts: parsing and checking only, no database, no clock.

A file says what its source says. What it leaves out stays empty, a date is kept as exactly as it is given,
and every key that finds no place is named, so that nobody believes it was taken over.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .rules import PartialDate

TITLE_LENGTH = 255
DATE_HINT = "Write a year (2015), a month (2015-05) or a day (2015-05-08), as exactly as the source gives it."


class Refused(Exception):
    """Nothing was imported; ``errors`` holds a sentence for each thing to mend."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass
class Reader:
    """What reading brought to light: sentences for what is wrong, and paths of what is not taken over."""

    errors: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


class Row:
    """One object of the file, which knows where it stands and which of its keys were taken."""

    def __init__(self, reader: Reader, data: Any, path: str, within: str = "") -> None:
        self.reader, self.path = reader, path
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        self._taken: set[str] = set()
        title = self.data.get("title") or self.data.get("name") or ""
        place = path.rpartition(".")[2]
        self.label = ", ".join(filter(None, (within, f"{place} “{title}”" if title else place)))
        if not isinstance(data, dict):
            reader.errors.append(f"{self.label}: write an object with named fields here.")

    def wrong(self, name: str, sentence: str) -> None:
        """Note what is wrong with a field and what to do about it."""
        self.reader.errors.append(f"{self.label}, {name}: {sentence}")

    def text(self, name: str, *, required: str = "", longest: int = 0) -> str:
        """A text; ``required`` says what to write where it is missing, ``longest`` counts characters."""
        value = self._take(name)
        if value is not None and not isinstance(value, str):
            self.wrong(name, "write this as a text in quotation marks.")
            return ""
        value = (value or "").strip()
        if required and not value:
            self.wrong(name, f"missing. {required}")
        if longest and len(value) > longest:
            self.wrong(name, f"{len(value)} characters are too many; shorten it to {longest}.")
        return value

    def texts(self, name: str, *, required: str = "") -> tuple[str, ...]:
        value = self._take(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(name, "write this as a list of texts.")
            return ()
        texts = tuple(item.strip() for item in value if item.strip())
        if required and not texts:
            self.wrong(name, f"missing. {required}")
        return texts

    def date(self, name: str) -> PartialDate | None:
        value = self._take(name)
        if value in (None, ""):
            return None
        try:
            return PartialDate.parse(value)
        except (ValueError, TypeError, AttributeError):
            self.wrong(name, f"“{value}” is not a date. {DATE_HINT}")
            return None

    def rows(self, name: str) -> Iterator["Row"]:
        value = self._take(name) or []
        if not isinstance(value, list):
            self.wrong(name, "write this as a list of objects.")
            return
        for number, item in enumerate(value):
            yield Row(self.reader, item, f"{self.path}.{name}[{number}]".lstrip("."), self.label)

    def close(self) -> None:
        """Note every key that nobody took."""
        self.reader.ignored += [f"{self.path}.{key}".lstrip(".") for key in self.data if key not in self._taken]

    def _take(self, name: str) -> Any:
        self._taken.add(name)
        return self.data.get(name)


@dataclass(frozen=True)
class EventRow:
    """Something that happened, as the source tells it."""

    on: PartialDate
    note: str


@dataclass(frozen=True)
class GroupRow:
    """A focus group as a source knows it. Without ``ended``, the source does not say that it has ended."""

    name: str
    sources: tuple[str, ...]
    challenge: str = ""
    participation: str = ""
    tasks: tuple[str, ...] = ()
    ended: PartialDate | None = None
    events: tuple[EventRow, ...] = ()
    unplaced: tuple[str, ...] = ()
    """Remarks for which the source names no day on which something happened."""


def read_group(row: Row) -> GroupRow:
    """What ``row`` says of a group; the room above takes its outcomes, then closes the row."""
    name = row.text("name", required="Write the name of the focus group.", longest=TITLE_LENGTH)
    sources = row.texts("sources", required="Name at least one source: an imported group says where it was recorded.")
    ended, extended, lifetime = row.date("ended"), row.date("extended_to"), row.text("planned_lifetime")
    remarks = {
        "established": f"planned lifetime: {lifetime}" if lifetime else "",
        "ended": f"its lifetime had been extended to {extended}" if extended else "",
    }
    dates = {"announced": row.date("announced"), "established": row.date("established"), "ended": ended}
    first = row.date("first_meeting")
    meetings = [_meeting(meeting, first) for meeting in row.rows("meetings")]
    events = [EventRow(on, _sentence(key.capitalize(), remarks.get(key, ""))) for key, on in dates.items() if on]
    events += [meeting for meeting in meetings if meeting]
    if first and not any(event.on == first and event.note.startswith("First meeting") for event in events):
        events.append(EventRow(first, "First meeting"))
    return GroupRow(
        name=name,
        sources=sources,
        challenge=row.text("challenge"),
        participation=row.text("participation"),
        tasks=row.texts("tasks"),
        ended=ended,
        events=tuple(sorted(events, key=lambda event: event.on.day)),
        unplaced=tuple(remark.capitalize() for key, remark in remarks.items() if remark and not dates[key]),
    )


def _meeting(row: Row, first: PartialDate | None) -> EventRow | None:
    on, end = row.date("date"), row.date("end")
    place, host, participants = row.text("place"), row.text("host"), row.text("participants")
    if on is None:
        if not row.data.get("date"):
            row.wrong("date", f"missing. {DATE_HINT}")
        row.close()
        return None
    if end and end.day < on.day:
        row.wrong("end", f"{end} is before the beginning, {on}. Mend one of them.")
    row.close()
    details = [
        f"until {end}" if end else "",
        f"host: {host}" if host else "",
        f"participants: {participants}" if participants else "",
    ]
    what = "First meeting" if on == first else "Meeting"
    return EventRow(on, _sentence(f"{what} in {place}" if place else what, *details))


def _sentence(what: str, *details: str) -> str:
    return "; ".join(filter(None, (what, *details)))
