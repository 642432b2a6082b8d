"""Whatever anybody types into a search, a filter, a page number or an address: an answer, never an error.

``make torture`` asks ten thousand times, the suite some hundred (R9 of the targets); ``python -m bench.hostile`` asks the
same of ten thousand outcomes, and says what the slowest answers took.
"""

import os

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings

from search.expression import clean, expression_of
from tests import scenes, stories

from . import hostile

IS_FULL = os.environ.get("SCM_TORTURE") == "full"
AS_OFTEN = settings(
    max_examples=2_500 if IS_FULL else 40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FOUND = (200, 302)


@scenes.scene
def zeppelin() -> None:
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="A zeppelin for mid-sized cities")


def status(address: str) -> int:
    return Client(raise_request_exception=False).get(address).status_code


@AS_OFTEN
@given(address=hostile.of_words)
def test_any_words_get_an_answer(zeppelin: None, address: str) -> None:
    assert status(address) in FOUND


@AS_OFTEN
@given(address=hostile.of_filters)
def test_any_filters_get_an_answer(zeppelin: None, address: str) -> None:
    assert status(address) in FOUND


@AS_OFTEN
@given(address=hostile.of_paths)
def test_any_address_gets_an_answer(zeppelin: None, address: str) -> None:
    assert status(address) < 500


@AS_OFTEN
@given(address=hostile.of_bytes)
def test_any_bytes_of_a_query_get_an_answer(zeppelin: None, address: str) -> None:
    assert status(address) in (*FOUND, 400)


@settings(max_examples=500, deadline=None)
@given(words=hostile.words)
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
