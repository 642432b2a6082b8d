"""What the Terms of Reference promise, as tables."""

from datetime import date

import pytest

from focusgroups.rules import (
    PartialDate,
    address_in,
    earliest_planned_end,
    group_reference,
    is_long_enough,
    months_after,
    needs_organisation,
    state_after,
)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 1), 12, date(2027, 1, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_later(day: date, months: int, result: date) -> None:
    assert months_after(day, months) == result


@pytest.mark.parametrize(
    ("end", "enough"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True), (date(2030, 1, 1), True)]
)
def test_a_group_lasts_at_least_twelve_months(end: date, enough: bool) -> None:
    assert earliest_planned_end(date(2026, 1, 1)) == date(2027, 1, 1)
    assert is_long_enough(date(2026, 1, 1), end) == enough


@pytest.mark.parametrize(
    ("role", "needed"), [("chair", True), ("co_chair", True), ("support", True), ("participant", False)]
)
def test_who_names_an_organisation(role: str, needed: bool) -> None:
    assert needs_organisation(role) == needed


@pytest.mark.parametrize(
    ("event", "state", "result"),
    [
        ("agreed", "proposed", "agreed"),
        ("agreed", "agreed", None),
        ("formed", "agreed", "forming"),
        ("formed", "proposed", None),
        ("launched", "forming", "active"),
        ("launched", "agreed", None),
        ("concluded", "active", "concluded"),
        ("concluded", "forming", None),
        ("ended_early", "agreed", "ended_early"),
        ("ended_early", "forming", "ended_early"),
        ("ended_early", "active", "ended_early"),
        ("ended_early", "proposed", None),
        ("ended_early", "concluded", None),
        ("launched", "ended_early", None),
    ],
)
def test_which_step_follows_on_which(event: str, state: str, result: str | None) -> None:
    assert state_after(event, state) == result


@pytest.mark.parametrize(
    ("number", "reference"), [(7, "SCM-FG-2025-07"), (12, "SCM-FG-2025-12"), (100, "SCM-FG-2025-100")]
)
def test_references(number: int, reference: str) -> None:
    assert group_reference(2025, number) == reference


@pytest.mark.parametrize(
    ("text", "first"),
    [("2015", date(2015, 1, 1)), ("2016-02", date(2016, 2, 1)), ("2015-05-08", date(2015, 5, 8))],
)
def test_a_date_as_exactly_as_it_is_known(text: str, first: date) -> None:
    known = PartialDate.parse(text)

    assert (known.day, str(known)) == (first, text)


@pytest.mark.parametrize("text", ["", "15", "2015-13", "2015-02-30", "2015-05-08-01", "May 2015", "08-05-2015"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://spam.example", "https://spam.example"),
        ("WWW.ghent.be", "WWW.ghent.be"),
        ("Energy, bücher.de/heat", "bücher.de/heat"),
        ("energy-cities.eu", "energy-cities.eu"),
        ("Ana, ana@porto.example", "ana@porto.example"),
        ("Dr.Smith, J.J. van Dam", ""),
        ("Enel S.p.A., Bau e.V., Prof.dr.ir.", ""),
        ("Node.js and R&D, dept.of works", ""),
        ("c/o City of Ghent, 24/7 desk", ""),
    ],
)
def test_what_names_somebody_bears_no_address(text: str, address: str) -> None:
    assert address_in(text) == address
