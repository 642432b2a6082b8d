"""What everybody may find, in memory: each public work with its values in every facet.

A search engine says which pages have a word; whether they are public, which language version a reader gets, and what every
choice of a facet would find is looked up here. So nothing that is not public can be in a count or a suggestion, and
the counts are the same whichever engine answers. Sets of works are whole numbers: bit *n* is the work *n*.
"""

import gc
import threading
import uuid
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import F
from django.utils.timezone import localtime
from wagtail.models import Page, PageViewRestriction

from .changes import Stamp, stamp
from .collation import sort_key
from .editing import Promotion, read_promotions, read_synonyms
from .expression import Synonyms
from .findable import Found, searched_types
from .folding import words_of
from .spelling import Vocabulary

KIND, LANGUAGE = "kind", "language"
# After every letter that a word can have.
LAST_LETTER = chr(0x10FFFF)
# A database takes only so many in one question.
MOST_KEYS = 10_000
# With so many pages the garbage collector takes notice of them.
MANY = 2_000
# The languages whose views are kept between two changes.
VIEWS_KEPT = 32
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One language version of a public work; ``number`` is that of the work."""

    found: Found
    number: int
    kind: str


class View:
    """The works as a reader of one language gets them: in that language, else in the one that they were written in."""

    def __init__(self, catalogue: "Catalogue", language: str) -> None:
        self.catalogue = catalogue
        self.language = language
        self._vocabulary: Vocabulary | None = None
        self.shown: list[Row | None] = [
            versions.get(language) or versions.get(source)
            for versions, source in zip(catalogue.versions, catalogue.sources, strict=True)
        ]
        self.all = as_set(row.number for row in self.rows())

    def rows(self) -> Iterable[Row]:
        return (row for row in self.shown if row)

    @cached_property
    def by_title(self) -> list[Row]:
        """What is called the same stands in the order of the pages above it, with whose titles a list names it."""
        shown = {row.found.path: self.shown[row.number] for row in self.catalogue.by_key.values()}

        def order(row: Row) -> tuple[str, str, int]:
            above = shown.get(row.found.path[: -Page.steplen])
            return sort_key(row.found.title), sort_key(above.found.title) if above else "", row.found.key

        return sorted(self.rows(), key=order)

    @cached_property
    def newest_first(self) -> list[Row]:
        """What is of the same day stays in the order of its title."""
        return sorted(self.by_title, key=lambda row: row.found.day, reverse=True)

    @cached_property
    def latest_first(self) -> list[Row]:
        """By the first publication of the version that is shown, whatever the day of the work."""
        return sorted(self.by_title, key=lambda row: row.found.published or BEFORE_ALL, reverse=True)

    @cached_property
    def _words(self) -> tuple[list[str], list[Row]]:
        """Each word of each title, in the order of the letters, with its row."""
        pairs = sorted(
            ((word, row) for row in self.rows() for word in set(words_of(row.found.title))), key=lambda pair: pair[0]
        )
        return [word for word, _row in pairs], [row for _word, row in pairs]

    def titled(self, begin: str, kinds: Collection[str], most: int) -> list[Row]:
        """At most so many rows of these kinds with a word in their title that begins with ``begin``, which is folded."""
        words, rows = self._words
        first = bisect_left(words, begin)
        last = bisect_left(words, begin + LAST_LETTER, first)
        return [row for row in rows[first:last] if row.kind in kinds][:most]

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of titles and descriptions as this reader gets them, spelt as in the reader's language where they are of
        several; read when a first search finds nothing, one query a kind.
        """
        with _lock_of_vocabulary:
            if self._vocabulary is None:
                self._vocabulary = self._read_vocabulary()
        return self._vocabulary

    def _read_vocabulary(self) -> Vocabulary:
        rows = list(self.rows())
        descriptions = descriptions_of(rows)

        def texts(is_own: bool) -> Iterable[str]:
            for row in rows:
                if (row.found.language == self.language) == is_own:
                    yield f"{row.found.title} {descriptions.get(row.found.key, '')}"

        return Vocabulary(texts(is_own=True), texts(is_own=False))

    @cached_property
    def oldest_first(self) -> list[Row]:
        return sorted(self.by_title, key=lambda row: row.found.day)


class Catalogue:
    """All public works at one moment."""

    def __init__(
        self,
        rows: Sequence[tuple[Found, str, str]],
        values: Iterable[tuple[int, str, str]],
        synonyms: Mapping[str, Synonyms] | None = None,
        promotions: Mapping[str, Sequence[Promotion]] | None = None,
    ) -> None:
        """``rows``: page, kind, source language; ``values``: key of a page, facet, code; ``synonyms`` by language;
        ``promotions`` by the words for which the Secretariat chose them.
        """
        self.synonyms = synonyms or {}
        self.promotions = promotions or {}
        self.versions: list[dict[str, Row]] = []
        self.sources: list[str] = []
        self.by_key: dict[int, Row] = {}
        numbers: dict[uuid.UUID, int] = {}
        for found, kind, source in rows:
            number = numbers.setdefault(found.work, len(numbers))
            if number == len(self.versions):
                self.versions.append({})
                self.sources.append(source)
            row = Row(found, number, kind)
            self.versions[number][found.language] = self.by_key[found.key] = row
        # Of each work the pairs of facet and code; the same pair is one object for all.
        self.values: list[set[tuple[str, str]]] = [set() for _work in self.versions]
        self.facets = self._facets(values)
        self.view = lru_cache(VIEWS_KEPT)(self._view)

    def _facets(self, values: Iterable[tuple[int, str, str]]) -> dict[str, dict[str, int]]:
        """Facet → code → the works that have it. A work has the values of its source, where that is public."""
        members: dict[tuple[str, str], set[int]] = {}
        pairs: dict[tuple[str, str], tuple[str, str]] = {}

        def note(row: Row, facet: str, code: str) -> None:
            pair = pairs.setdefault((facet, code), (facet, code))
            members.setdefault(pair, set()).add(row.number)
            self.values[row.number].add(pair)

        for row in self.by_key.values():
            note(row, KIND, row.kind)
            note(row, LANGUAGE, row.found.language)
        for key, facet, code in values:
            row = self.by_key.get(key)
            if row and code and row is self._leading(row.number):
                note(row, facet, code)
        facets: dict[str, dict[str, int]] = {KIND: {}, LANGUAGE: {}}
        for (facet, code), works in members.items():
            facets.setdefault(facet, {})[code] = as_set(works)
        return facets

    def _leading(self, number: int) -> Row:
        versions = self.versions[number]
        return versions.get(self.sources[number]) or next(iter(versions.values()))

    def _view(self, language: str) -> View:
        return View(self, language)

    def values_of(self, number: int) -> dict[str, frozenset[str]]:
        """Facet → the values of one work."""
        found: dict[str, set[str]] = {facet: set() for facet in self.facets}
        for facet, code in self.values[number]:
            found[facet].add(code)
        return {facet: frozenset(codes) for facet, codes in found.items()}

    def languages_of(self, number: int) -> tuple[str, ...]:
        return tuple(self.versions[number])


def as_set(numbers: Iterable[int]) -> int:
    """A set of small whole numbers as one number with these bits."""
    bits = bytearray()
    for number in numbers:
        if number >> 3 >= len(bits):
            bits.extend(bytes((number >> 3) - len(bits) + 1))
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def as_bytes(works: int) -> bytes:
    return works.to_bytes(works.bit_length() // 8 + 1, "little")


def chosen_in(rows: Iterable[Row], works: int) -> list[Row]:
    """Those rows whose work is in the set, in their order."""
    bits = as_bytes(works)
    length = len(bits)
    return [row for row in rows if row.number >> 3 < length and bits[row.number >> 3] >> (row.number & 7) & 1]


_lock = threading.Lock()
_lock_of_vocabulary = threading.Lock()
_kept: tuple[Stamp, Catalogue] | None = None


def catalogue() -> Catalogue:
    """What is public now. One query; after a change a constant number of queries more, once in a process."""
    global _kept
    now = stamp()
    kept = _kept
    if kept and kept[0] == now:
        return kept[1]
    # Or the former one could not be collected below.
    del kept
    with _lock:
        if not (_kept and _kept[0] == now):
            _kept = (now, read_catalogue())
            if len(_kept[1].by_key) > MANY:
                _leave_to_itself()
        return _kept[1]


def _leave_to_itself() -> None:
    """What is there now stays, so the garbage collector need not look through it at every other request: with 20,000 pages
    that takes it 150 ms. What went since the last time, the former catalogue among it, is collected once.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def read_catalogue() -> Catalogue:
    """What the database says is public."""
    restricted = _restricted_paths()
    rows: list[tuple[Found, str, str]] = []
    values: list[tuple[int, str, str]] = []
    for model in searched_types():
        of_type = [row for row in _read(model) if not row[0].path.startswith(restricted)]
        rows += of_type
        values += model.facet_values([found for found, _kind, _source in of_type])  # type: ignore[attr-defined]
    return Catalogue(rows, values, read_synonyms(), read_promotions())


def descriptions_of(rows: Iterable[Row]) -> dict[int, str]:
    """Key of a page → the sentences under its title. One query for each kind among the rows, of many thousands some more."""
    rows = list(rows)
    found: dict[int, str] = {}
    for model in models_of(rows):
        keys = [row.found.key for row in rows if row.kind == model.search_kind]
        for first in range(0, len(keys), MOST_KEYS):
            found |= model.descriptions(keys[first : first + MOST_KEYS])
    return found


def models_of(rows: Iterable[Row]) -> list[Any]:
    """The page types of these rows."""
    kinds = {row.kind for row in rows}
    return [model for model in searched_types() if getattr(model, "search_kind", None) in kinds]


def _restricted_paths() -> tuple[str, ...]:
    """A view restriction holds for a work in all its languages, and for all that stands under it."""
    works = PageViewRestriction.objects.values("page__translation_key")
    return tuple(Page.objects.filter(translation_key__in=works).values_list("path", flat=True))


def _read(model: Any) -> list[tuple[Found, str, str]]:
    names = model.found_fields
    pages = model.findable().order_by("pk").values_list(
        "pk", "translation_key", F("locale__language_code"), "path", "title", "url_path", "first_published_at",
        "source_language", model.found_day or F("first_published_at"), *names,
    )  # fmt: skip
    return [
        (
            Found(
                key,
                work,
                language,
                path,
                title,
                url_path,
                _day(day, published),
                published,
                dict(zip(names, facts, strict=True)),
            ),
            model.search_kind,
            source,
        )
        for key, work, language, path, title, url_path, published, source, day, *facts in pages
    ]


def _day(day: Any, published: Any) -> date:
    moment = day or published
    return date.min if moment is None else localtime(moment).date() if isinstance(moment, datetime) else moment
