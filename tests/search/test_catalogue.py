"""The facets of the catalogue: complete, and equal to a count of each work by itself."""

import gc
import uuid
import weakref
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import catalogue as module
from search.catalogue import Catalogue, as_set, chosen_in
from search.changes import note_change
from search.findable import Found
from search.query import FACETS, SearchRequest, search

SOURCE = "l0"
LANGUAGES = [f"l{number}" for number in range(24)]
CODES = {
    "format": ["report", "project", "other"],
    "theme": ["heat", "water", "freight"],
    "group": ["G1", "G2"],
    "state": ["active"],
    "country": [f"C{number}" for number in range(30)],
    "year": ["2024", "2025"],
}
Work = Mapping[str, Any]

works = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["outcome", "group"]),
            "languages": st.sets(st.sampled_from(LANGUAGES[:4]), min_size=1),
        }
        | {facet: st.sets(st.sampled_from(codes[:3])) for facet, codes in CODES.items()}
    ),
    max_size=30,
)
choices = st.fixed_dictionaries(
    {
        "kind": st.sets(st.sampled_from(["outcome", "group", "none"])),
        "language": st.sets(st.sampled_from(LANGUAGES[:5])),
        **{facet: st.sets(st.sampled_from([*codes[:3], "unknown"])) for facet, codes in CODES.items()},
    }
)


def catalogue_of(some: list[Work]) -> Catalogue:
    rows, values = [], []
    for number, work in enumerate(some):
        for language in sorted(work["languages"]):
            key = len(rows) + 1
            found = Found(key, uuid.UUID(int=number), language, "", f"Work {number}", "/", date(2025, 1, 1), None, {})
            rows.append((found, work["kind"], SOURCE))
            values += [(key, facet, code) for facet in CODES for code in work[facet]]
    return Catalogue(rows, values)


def values_of(work: Work, facet: str) -> set[str]:
    return {"kind": {work["kind"]}, "language": work["languages"]}.get(facet) or work.get(facet, set())


def by_hand(some: list[Work], chosen: Mapping[str, set[str]], language: str) -> tuple[int, dict[str, dict[str, int]]]:
    """Each work looked at by itself. A value that no work has does not narrow."""
    known = {facet: set().union(*(values_of(work, facet) for work in some)) for facet in FACETS}
    asked = {facet: chosen[facet] & known[facet] for facet in FACETS}
    shown = [work for work in some if language in work["languages"] or SOURCE in work["languages"]]

    def matches(work: Work, but: str = "") -> bool:
        return all(not asked[facet] or asked[facet] & values_of(work, facet) for facet in FACETS if facet != but)

    counts: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        counts[facet] = {code: 0 for code in asked[facet]}
        for work in shown:
            for code in values_of(work, facet) if matches(work, facet) else ():
                counts[facet][code] = counts[facet].get(code, 0) + 1
    return sum(matches(work) for work in shown), counts


@settings(max_examples=150, deadline=None)
@given(some=works, chosen=choices, language=st.sampled_from(LANGUAGES[:4]))
def test_counts_are_those_of_each_work_by_itself(some: list[Work], chosen: Any, language: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.query.catalogue", lambda: catalogue_of(some))
        patch.setattr("search.query.descriptions_of", lambda rows: {})

        page = search(
            SearchRequest("", language, {facet: frozenset(codes) for facet, codes in chosen.items()}, size=50)
        )

    total, counts = by_hand(some, chosen, language)
    assert page.total == total == len(page.hits)
    assert {facet: dict(codes) for facet, codes in page.facets.items()} == counts


def test_every_value_of_a_facet_is_there_also_the_thirtieth() -> None:
    full = catalogue_of(
        [{"kind": "outcome", "languages": set(LANGUAGES), **{facet: set(codes) for facet, codes in CODES.items()}}]
    )

    assert len(full.facets["language"]) == 24
    assert len(full.facets["country"]) == 30


@given(numbers=st.lists(st.integers(0, 3000), unique=True))
def test_a_set_of_works_holds_those_that_were_put_into_it(numbers: list[int]) -> None:
    works = as_set(numbers)

    assert works.bit_count() == len(numbers)
    assert all(works >> number & 1 for number in numbers)


def test_rows_keep_their_order() -> None:
    view = catalogue_of([{"kind": "outcome", "languages": {"l0"}, **{code: set() for code in CODES}}] * 5).view("l0")

    assert [row.number for row in chosen_in(view.by_title, as_set([4, 0, 2]))] == [0, 2, 4]


@pytest.mark.parametrize(
    ("language", "groups"), [("l1", ["Air propre", "Bus électriques", "Zinc"]), ("l2", ["Buses", "Clean air", "Zinc"])]
)
def test_what_is_called_the_same_stands_in_the_order_of_the_pages_above_it(language: str, groups: list[str]) -> None:
    """As the reader reads their titles: where the page itself is in its source language alone, too."""
    titles = {1: "Zinc", 2: "Clean air", 3: "Buses"}
    translated = {2: "Air propre", 3: "Bus électriques"}
    pages = [(number, SOURCE, f"0001000{number}", title) for number, title in titles.items()]
    pages += [(number, "l1", f"0002000{number}", title) for number, title in translated.items()]
    pages += [(number + 10, SOURCE, f"0001000{number}0001", "Terms of Reference") for number in titles]
    rows = [
        (Found(key, uuid.UUID(int=work), code, path, title, "/", date(2025, 1, 1), None, {}), "terms", SOURCE)
        for key, (work, code, path, title) in enumerate(pages, 1)
    ]
    view = Catalogue(rows, []).view(language)

    shown = {row.found.path[-4:]: row.found.title for row in view.rows() if len(row.found.path) == 8}
    terms = [row for row in view.by_title if row.found.title == "Terms of Reference"]
    assert [shown[row.found.path[4:8]] for row in terms] == groups


def test_a_catalogue_is_read_once_until_something_changes(db: None, django_assert_num_queries: Any) -> None:
    from search.changes import note_change

    first = module.catalogue()

    with django_assert_num_queries(1):
        assert module.catalogue() is first
    note_change()
    assert module.catalogue() is not first


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Any catalogue is large enough to be left alone by the garbage collector."""
    monkeypatch.setattr(module, "MANY", -1)
    yield
    gc.unfreeze()


def test_a_large_catalogue_is_left_alone_by_the_garbage_collector_and_goes_when_another_is_read(
    db: None, large: None
) -> None:
    note_change()
    former = weakref.ref(module.catalogue())
    module.catalogue().view("en")
    assert gc.get_freeze_count() > 0

    note_change()
    module.catalogue()

    assert former() is None
    assert gc.get_freeze_count() > 0
