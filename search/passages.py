"""The passage of a page in which the words stand, cut out around them, with the words marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .folding import fold

# Between the fields and blocks of a text; no engine takes it for a part of a word. A reader sees a dot.
PARAGRAPH = "\u2029"
AROUND = 110
# What is looked through of one text, in characters.
MOST = 2_000_000
# What is folded at a time, and how far a phrase may reach into what follows.
STEP, OVERLAP = 16_384, 300


@dataclass(frozen=True)
class Part:
    """A stretch of a passage; ``is_match`` where it is what was looked for."""

    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Passage:
    """Some words of a text around the first place that matched. ``is_cut_before``: it does not begin the text."""

    parts: tuple[Part, ...]
    is_cut_before: bool = False
    is_cut_after: bool = False


def pattern_of(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the forms in a folded text; a form that ends in ``*`` finds every word that begins so."""
    ways = sorted(forms, key=len, reverse=True)
    if not ways:
        return None
    words = (
        r"\W+".join(map(re.escape, way.removesuffix("*").split())) + (r"\w*" if way.endswith("*") else r"\b")
        for way in ways
    )
    return re.compile(rf"\b(?:{'|'.join(words)})")


def passage_in(text: str, pattern: re.Pattern[str] | None) -> Passage | None:
    """The passage around the first match in ``text``, ``None`` where there is none."""
    first = _first(text[:MOST], pattern) if pattern else None
    if pattern is None or first is None:
        return None
    begin, end = _around(text, *first)
    # One letter more, or a word that is cut would begin there.
    before = max(begin - 1, 0)
    parts: list[Part] = []
    at = begin
    for match in pattern.finditer(fold(text[before:end]), begin - before):
        parts += [
            Part(_shown(text[at : before + match.start()])),
            Part(_shown(text[before + match.start() : before + match.end()]), True),
        ]
        at = before + match.end()
    parts.append(Part(_shown(text[at:end])))
    return Passage(tuple(part for part in parts if part.text), begin > 0, end < len(text))


def _shown(text: str) -> str:
    return text.replace(PARAGRAPH, " · ")


def _first(text: str, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """Where the first match begins and ends. Most stand near the beginning, so a text is folded a part at a time."""
    for begin in range(0, len(text), STEP):
        before = max(begin - 1, 0)
        if match := pattern.search(fold(text[before : begin + STEP + OVERLAP]), begin - before):
            return before + match.start(), before + match.end()
    return None


def _around(text: str, first: int, last: int) -> tuple[int, int]:
    """Where the passage begins and ends: at words, as far as they are near."""
    begin, end = max(first - AROUND, 0), min(last + AROUND, len(text))
    space = text.find(" ", begin, first)
    if begin > 0 and space >= 0:
        begin = space + 1
    space = text.rfind(" ", last, end)
    if end < len(text) and space >= 0:
        end = space
    return begin, end
