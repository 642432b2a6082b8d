"""Whatever anybody types into a search, a filter, a page number or an address: an answer, never an error.

``make torture`` asks ten thousand times, the suite some hundred (R9 of the targets).
"""

import os
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.expression import clean, expression_of
from search.query import FACETS, SORTS
from tests import scenes, stories

IS_FULL = os.environ.get("SCM_TORTURE") == "full"
AS_OFTEN = settings(
    max_examples=2_500 if IS_FULL else 40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

# What the query languages of the engines, of SQL and of addresses are made of, between words that stand in the index.
PIECES = [
    *"\"'*^:(){}-+~\\/&|!%",
    "<->",
    ":*",
    "%s",
    "{0}",
    ";--",
    "NEAR",
    "AND",
    "OR",
    "NOT",
    "title:",
    "zeppelin",
    "cities",
]
PIECES += ["\0", "\n", "\u202e", "\ufeff", "🏙", "e\u0301"]
typed = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.integers(1, 4000).map(lambda number: "zeppelin " * number),
)
NAMES = ["q", "page", "size", "sort", *FACETS]
KNOWN = ["outcome", "report", "en", "fr", "2026", *SORTS, "1", "2", "0", "-1", "20", "999999999999", "²", "1.5"]
queries = st.lists(st.tuples(st.sampled_from(NAMES), st.one_of(typed, st.sampled_from(KNOWN))), max_size=8)
EXPORTS = ["csv/", "json/", "atom/", "rss/", "feed.json", "suggest/"]
places = st.sampled_from(["search/", "outcomes/", *(f"search/{export}" for export in EXPORTS)])


@scenes.scene
def zeppelin() -> None:
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="A zeppelin for mid-sized cities")


def status(address: str, data: Any = None) -> int:
    return Client(raise_request_exception=False).get(address, data).status_code


@AS_OFTEN
@given(words=typed, place=places)
def test_any_words_get_an_answer(zeppelin: None, words: str, place: str) -> None:
    assert status(f"/en/{place}", {"q": words}) in (200, 302)


@AS_OFTEN
@given(query=queries, place=places, language=st.sampled_from(["en", "fr", "de"]))
def test_any_filters_get_an_answer(zeppelin: None, query: list[tuple[str, str]], place: str, language: str) -> None:
    data: dict[str, list[str]] = {}
    for name, value in query:
        data.setdefault(name, []).append(value)

    assert status(f"/{language}/{place}", data) in (200, 302)


@AS_OFTEN
@given(path=st.text(max_size=80), before=st.sampled_from(["/en/", "/en/search/", "/en/outcomes/", "/", "/id/"]))
def test_any_address_gets_an_answer(zeppelin: None, path: str, before: str) -> None:
    assert status(before + quote(path)) < 500


@AS_OFTEN
@given(raw=st.binary(max_size=120), place=places)
def test_any_bytes_of_a_query_get_an_answer(zeppelin: None, raw: bytes, place: str) -> None:
    address = f"/en/{place}?q={quote(raw)}&page={quote(raw[:8])}"

    assert status(address) in (200, 302, 400)


@settings(max_examples=500, deadline=None)
@given(words=typed)
def test_what_an_engine_gets_holds_letters_and_digits_alone(words: str) -> None:
    for term in expression_of(clean(words)[0], {}):
        for phrase in term.phrases:
            assert phrase
            assert all(word and not set(word) & set("\"'*:()&|!<>\\{}^-+~ \0") for word in phrase)


@pytest.mark.parametrize("words", ['"' * 300, '"a" ' * 100, "a" * 10_000, ('"' + "word " * 30 + '"') * 3])
def test_many_quotation_marks_and_long_words_are_cut(words: str) -> None:
    cleaned, _was_cut = clean(words)

    assert len(cleaned) <= 200
    assert len(cleaned.split()) <= 20
