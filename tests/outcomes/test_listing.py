"""Facets, order and pages of the list, compared with counting by hand."""

import random
import uuid
from collections import Counter
from datetime import date

import pytest

from outcomes.listing import FACETS, Request, Row, counts, find, matches, understand

VALUES = {
    "format": ["report", "project", "white_paper"],
    "theme": ["finance", "heat", "mobility", "nature"],
    "group": ["SCM-FG-2025-01", "SCM-FG-2025-02"],
    "language": ["en", "fr", "de"],
    "country": ["BE", "FR", "PL"],
    "year": ["2025", "2026"],
}


def some_rows(seed: int, number: int = 60) -> list[Row]:
    pick = random.Random(seed)
    return [
        Row(
            page=i,
            work=uuid.UUID(int=i),
            title=f"Outcome {pick.randrange(1000)}",
            url_path=f"/home/outcome-{i}/",
            language="en",
            day=date(2025, 1, 1 + pick.randrange(28)),
            format="report",
            format_other="",
            group="",
            languages=("en",),
            values={
                facet: frozenset(pick.sample(values, pick.randrange(len(values) + 1)))
                for facet, values in VALUES.items()
            },
        )
        for i in range(number)
    ]


def by_hand(rows: list[Row], chosen: dict[str, frozenset[str]], facet: str) -> Counter:
    found: Counter = Counter()
    for row in rows:
        others_agree = True
        for other in FACETS:
            if other != facet and chosen[other] and not (row.values[other] & chosen[other]):
                others_agree = False
        if others_agree:
            for value in row.values[facet]:
                found[value] += 1
    return found


@pytest.mark.parametrize("seed", range(20))
def test_a_count_ignores_its_own_facet_and_honours_all_others(seed: int) -> None:
    rows = some_rows(seed)
    pick = random.Random(seed + 1000)
    chosen = {facet: frozenset(pick.sample(values, pick.choice([0, 0, 1, 2]))) for facet, values in VALUES.items()}

    numbers = counts(rows, chosen)

    assert numbers == {facet: by_hand(rows, chosen, facet) for facet in FACETS}


@pytest.mark.parametrize("seed", range(5))
def test_a_count_is_what_the_choice_then_finds(seed: int) -> None:
    rows = some_rows(seed)
    nothing = {facet: frozenset() for facet in FACETS}

    for facet, numbers in counts(rows, nothing).items():
        for value, number in numbers.items():
            assert len(find(rows, Request({**nothing, facet: frozenset([value])}))) == number


def test_several_values_of_a_facet_widen_and_two_facets_narrow() -> None:
    rows = some_rows(7)
    nothing = {facet: frozenset() for facet in FACETS}
    one = {**nothing, "theme": frozenset(["finance"])}
    two = {**nothing, "theme": frozenset(["finance", "heat"])}
    both = {**one, "country": frozenset(["BE"])}

    found = [{row.page for row in rows if matches(row, chosen)} for chosen in (one, two, both)]

    assert found[2] <= found[0] <= found[1]


@pytest.mark.parametrize("sort", ["newest", "oldest", "title"])
def test_the_order_is_the_one_asked_for(sort: str) -> None:
    rows = find(some_rows(3), Request({facet: frozenset() for facet in FACETS}, sort=sort))

    days = [row.day for row in rows]
    titles = [row.title.casefold() for row in rows]
    assert {
        "newest": days == sorted(days, reverse=True),
        "oldest": days == sorted(days),
        "title": titles == sorted(titles),
    }[sort]


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ({"page": ["2"]}, 2),
        ({"page": ["0"]}, 1),
        ({"page": ["-1"]}, 1),
        ({"page": ["x"]}, 1),
        ({"page": ["9" * 40]}, 1),
        ({"page": ["²"]}, 1),
        ({"page": [""]}, 1),
        ({"theme": ["nonsense"], "sort": ["worst"]}, 1),
        ({"theme": ["\x00", "finance' OR 1=1"]}, 1),
    ],
)
def test_what_makes_no_sense_is_ignored(query: dict[str, list[str]], page: int) -> None:
    request = understand(query, some_rows(1))

    assert request.page == page
    assert request.sort == "newest"
    assert not any(request.chosen.values())


def test_an_unknown_value_is_noticed_and_a_known_one_kept() -> None:
    request = understand({"theme": ["finance", "nonsense"]}, some_rows(1))

    assert request.has_unknown
    assert request.chosen["theme"] == {"finance"}
