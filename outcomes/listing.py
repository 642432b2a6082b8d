"""The list of outcomes: facets with counts, order and pages, worked out over one small row a work.

A few thousand works in two dozen languages are read by a constant number of queries; which of them match,
and what each further choice would find, is then plain arithmetic, the same on every database.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast

from focusgroups.choices import Precision
from focusgroups.collation import sort_key
from search.public import public_works
from search.query import clean

from .models import Outcome, OutcomePage

FACETS = ("format", "theme", "group", "language", "country", "year")
SORTS = ("newest", "oldest", "title")
PAGE_SIZE = 10

Chosen = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Row:
    """One work as the list knows it: the page that a reader gets, and its values in each facet."""

    page: int
    work: uuid.UUID
    title: str
    url_path: str
    language: str
    day: date
    format: str
    format_other: str
    group: str
    languages: tuple[str, ...]
    values: Mapping[str, frozenset[str]]
    precision: str = Precision.DAY


@dataclass(frozen=True)
class Request:
    """What a reader asked for, understood as far as possible; ``has_unknown`` where a part was ignored."""

    chosen: Chosen
    words: str = ""
    sort: str = SORTS[0]
    page: int = 1
    has_unknown: bool = False


def public_rows(language: str) -> list[Row]:
    """Every public work once: in ``language``, else in its source language. Three queries,
    whatever the number.
    """
    reference = Outcome.objects.filter(work=OuterRef("translation_key")).values("group__reference")
    pages = public_works(OutcomePage.objects.order_by("pk"), language).values(
        "pk", "translation_key", "title", "url_path", "format", "format_other", "dated_on", "dated_on_precision",
        "first_published_at", code=F("locale__language_code"), group=Subquery(reference),
    )  # fmt: skip
    live = OutcomePage.objects.filter(live=True, alias_of=None).order_by("pk")
    languages: dict[uuid.UUID, list[str]] = {}
    for work, code in live.values_list("translation_key", "locale__language_code"):
        languages.setdefault(work, []).append(code)
    codes = _codes()
    return [_row(page, tuple(languages[page["translation_key"]]), codes) for page in pages]


def _codes() -> dict[tuple[int, str], list[str]]:
    """Key of the page and name of the facet → codes of the themes and countries that the page names."""
    themes, countries = (
        getattr(OutcomePage, field)
        .through.objects.filter(outcomepage__live=True)
        .values_list("outcomepage_id", Value(facet), Cast(column, CharField()))
        for facet, field, column in (("theme", "themes", "theme_id"), ("country", "countries", "country_id"))
    )
    found: dict[tuple[int, str], list[str]] = {}
    for page, facet, code in themes.union(countries, all=True):
        found.setdefault((page, facet), []).append(code)
    return found


def _row(page: dict[str, Any], languages: tuple[str, ...], codes: Mapping[tuple[int, str], list[str]]) -> Row:
    day = page["dated_on"] or (page["first_published_at"].date() if page["first_published_at"] else date.min)
    return Row(
        page=page["pk"],
        work=page["translation_key"],
        title=page["title"],
        url_path=page["url_path"],
        language=page["code"],
        day=day,
        precision=page["dated_on_precision"] if page["dated_on"] else Precision.DAY,
        format=page["format"],
        format_other=page["format_other"],
        group=page["group"] or "",
        languages=languages,
        values={
            "format": frozenset(filter(None, [page["format"]])),
            "theme": frozenset(codes.get((page["pk"], "theme"), ())),
            "group": frozenset(filter(None, [page["group"]])),
            "language": frozenset(languages),
            "country": frozenset(codes.get((page["pk"], "country"), ())),
            "year": frozenset([str(day.year)]) if day != date.min else frozenset(),
        },
    )


def understand(query: Mapping[str, list[str]], rows: Iterable[Row]) -> Request:
    """Read the parameters of an address: lists of texts by name. What no outcome has is ignored, and said."""
    known: dict[str, set[str]] = {facet: set() for facet in FACETS}
    for row in rows:
        for facet in FACETS:
            known[facet] |= row.values[facet]
    asked = {facet: frozenset(filter(None, query.get(facet, ()))) for facet in FACETS}
    chosen = {facet: asked[facet] & known[facet] for facet in FACETS}
    sort = next(iter(query.get("sort", ())), "") or SORTS[0]
    page = next(iter(query.get("page", ())), "") or "1"
    page_is_a_number = page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page) > 0
    words, was_cut = clean(next(iter(query.get("q", ())), ""))
    return Request(
        chosen=chosen,
        words=words,
        sort=sort if sort in SORTS else SORTS[0],
        page=int(page) if page_is_a_number else 1,
        has_unknown=was_cut or chosen != asked or sort not in SORTS or not page_is_a_number,
    )


def matches(row: Row, chosen: Chosen, but: str = "") -> bool:
    """Whether a row has one of the chosen values in each facet that has any;
    ``but`` is a facet to leave out.
    """
    return all(not values or row.values[facet] & values for facet, values in chosen.items() if facet != but)


def find(rows: Iterable[Row], request: Request) -> list[Row]:
    """The rows that match, in the order asked for; what is equal stays in the order of its title."""
    found = sorted((row for row in rows if matches(row, request.chosen)), key=lambda row: sort_key(row.title))
    if request.sort != "title":
        found.sort(key=lambda row: row.day, reverse=request.sort == "newest")
    return found


def counts(rows: Iterable[Row], chosen: Chosen) -> dict[str, Counter[str]]:
    """How many works each value would find: a facet ignores its own choice and honours all others."""
    rows = list(rows)
    return {
        facet: Counter(value for row in rows if matches(row, chosen, but=facet) for value in row.values[facet])
        for facet in FACETS
    }
