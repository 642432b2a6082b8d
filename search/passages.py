"""The passage of a page in which the words stand, cut out around them, with the words marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .folding import fold

AROUND = 110
# What is looked through of one text, in characters.
MOST = 400_000


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
    text = text[:MOST]
    folded = fold(text)
    first = pattern.search(folded) if pattern else None
    if first is None:
        return None
    begin, end = _around(text, first)
    parts: list[Part] = []
    at = begin
    for match in pattern.finditer(folded, begin, end):
        parts += [Part(text[at : match.start()]), Part(text[match.start() : match.end()], True)]
        at = match.end()
    parts.append(Part(text[at:end]))
    return Passage(tuple(part for part in parts if part.text), begin > 0, end < len(text))


def _around(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Where the passage begins and ends: at words, as far as they are near."""
    begin, end = match.start() - AROUND, match.end() + AROUND
    begin = min(text.find(" ", begin) + 1, match.start()) if begin > 0 else 0
    end = max(text.rfind(" ", 0, end), match.end()) if end < len(text) else len(text)
    return begin, end
