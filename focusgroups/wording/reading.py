"""Read a template version from its file, and number what the file leaves unnumbered.

In a file, ``[^2]`` refers to a footnote and ``{start|[insert start date]}`` is the place of a fact, with the
words that stand there while it is missing. Paragraphs and items are numbered and lettered in their order; a
letter series begins where ``new_letters`` says so.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain, count, product
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from .document import Footnote, Item, Line, Paragraph, Run, Section, Wording

VERSIONS = ("1",)
"""Every template version, oldest first. Approved Terms of Reference quote theirs: it never changes."""

FALLBACK_LANGUAGE = "en"
FOLDER = Path(__file__).parent
MARK = re.compile(r"\[\^(?P<footnote>\d+)\]|\{(?P<fact>\w+)\|(?P<missing>[^}]*)\}|(?P<url>https?://\S+)")


class UnknownVersion(LookupError):
    """There is no template version of that name."""


def latest_version() -> str:
    """The template version for new Terms of Reference; older ones come to it only by amendment (¶24)."""
    return VERSIONS[-1]


def load(version: str, language: str) -> Wording:
    """The wording of a template version; in English, as its ``language`` tells, where ``language`` has none.

    Raises ``UnknownVersion`` for a version that was never made.
    """
    if version not in VERSIONS:
        raise UnknownVersion(f"Terms of Reference have no version {version!r}, only {', '.join(VERSIONS)}.")
    return _read(version, language if language in _languages(version) else FALLBACK_LANGUAGE)


@cache
def _languages(version: str) -> frozenset[str]:
    return frozenset(file.stem for file in (FOLDER / version).glob("*.toml"))


@cache
def _read(version: str, language: str) -> Wording:
    source = tomllib.loads((FOLDER / version / f"{language}.toml").read_text(encoding="utf-8"))
    numbers, letters = count(1), _letters()
    sections = []
    for section in source["sections"]:
        paragraphs = []
        for paragraph in section.get("paragraphs", ()):
            if paragraph.get("new_letters"):
                letters = _letters()
            items = tuple(_item(item, next(letters)) for item in paragraph.get("items", ()))
            paragraphs.append(Paragraph(next(numbers), parse_line(paragraph["text"]), items))
        sections.append(Section(section["heading"], section.get("level", 2), tuple(paragraphs)))
    return Wording(
        version=version,
        language=language,
        title=source["title"],
        subtitle=source["subtitle"],
        group=parse_line(source["group"]),
        sections=tuple(sections),
        footnotes=tuple(Footnote(int(n), parse_line(text)) for n, text in source["footnotes"].items()),
    )


def _item(source: str | dict[str, Any], letter: str) -> Item:
    if isinstance(source, str):
        return Item(letter, parse_line(source))
    bullets = tuple(parse_line(bullet) for bullet in source.get("bullets", ()))
    return Item(letter, parse_line(source["text"]), bullets, role=source.get("role"))


def _letters() -> Iterator[str]:
    """a … z, aa, ab …: the series that runs from ¶11 to ¶19."""
    of_every_length = (product(ascii_lowercase, repeat=length) for length in count(1))
    return map("".join, chain.from_iterable(of_every_length))


def parse_line(text: str) -> Line:
    """Part a line of a file into its runs; every fact in it is missing as yet."""
    runs, start = [], 0
    for mark in MARK.finditer(text):
        runs += [Run("text", text[start : mark.start()]), _run(mark)]
        start = mark.end()
    runs.append(Run("text", text[start:]))
    return tuple(run for run in runs if run.text)


def _run(mark: re.Match[str]) -> Run:
    if mark["footnote"]:
        return Run("footnote", mark["footnote"])
    if mark["url"]:
        return Run("link", mark["url"], url=mark["url"])
    return Run("missing", mark["missing"], fact=mark["fact"])
