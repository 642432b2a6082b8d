"""What the Terms of Reference promise, as plain functions: no database, no clock."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from html import unescape

MINIMUM_MONTHS = 12
ROLES_WITH_ORGANISATION = frozenset({"chair", "co_chair", "support"})

# A web or e-mail address: “www.ghent.be”, “ghent.be/energy”, “energy.eu”, “ana@porto.example”. “Dr.Smith”, “S.p.A.” and
# “Node.js” are none, so without its beginning an address needs a path or one of the commonest ends.
ADDRESS = re.compile(r"\S+@\S+|\S+://\S*|\b(?i:www)\.\S+|\b[\w-]+\.(?:[a-z]{2,}/\S*|(?:com|eu|info|net|org)\b\S*)")

# Which event may follow in which state, and the state that it leads to.
TRANSITIONS = {
    "agreed": ({"proposed"}, "agreed"),
    "formed": ({"agreed"}, "forming"),
    "launched": ({"forming"}, "active"),
    "concluded": ({"active"}, "concluded"),
    "ended_early": ({"agreed", "forming", "active"}, "ended_early"),
}


def months_after(day: date, months: int) -> date:
    """The day ``months`` later; the last day of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def earliest_planned_end(start: date) -> date:
    """The first day on which a group that starts on ``start`` may plan to end: after twelve months (ToR ¶6)."""
    return months_after(start, MINIMUM_MONTHS)


def is_long_enough(start: date, end: date) -> bool:
    """Whether a planned duration keeps the minimum of twelve months (ToR ¶6)."""
    return end >= earliest_planned_end(start)


def needs_organisation(role: str) -> bool:
    """Whether a member in this role names an organisation; participants do "if relevant" (ToR ¶9c)."""
    return role in ROLES_WITH_ORGANISATION


def address_in(text: str) -> str:
    """The first web or e-mail address in a text, or ``""``: what names somebody leads nowhere."""
    found = ADDRESS.search(text)
    return found[0] if found else ""


def state_after(event: str, state: str) -> str | None:
    """The state that ``event`` leads to from ``state``; ``None`` where it cannot happen then."""
    allowed, result = TRANSITIONS[event]
    return result if state in allowed else None


def group_reference(year: int, number: int) -> str:
    """The reference of the ``number``-th group set up in ``year``, for example ``SCM-FG-2025-07``."""
    return f"SCM-FG-{year}-{number:02d}"


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date as exactly as it is known: ``2015``, ``2015-05`` or ``2015-05-08`` (ISO 8601, reduced precision).

    ``day`` is the first day that it may mean.
    """

    day: date
    precision: str = "day"

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read a year, a month or a day; raises ``ValueError`` for anything else."""
        parts = text.split("-")
        if not 1 <= len(parts) <= 3 or len(parts[0]) != 4:
            raise ValueError(f"“{text}” is neither a year, a month (2015-05) nor a day (2015-05-08).")
        numbers = [int(part) for part in parts]
        return cls(date(*[*numbers, 1, 1][:3]), ("year", "month", "day")[len(parts) - 1])

    def __str__(self) -> str:
        return self.day.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]


def says_something(html: str) -> bool:
    """Whether rich text holds a word: a field that was emptied in the editor keeps its paragraph."""
    return bool(unescape(re.sub(r"<[^>]*>", "", html)).strip())
