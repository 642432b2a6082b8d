"""What is suggested while somebody types: public groups and outcomes, in the reader's language first."""

from typing import Any

import pytest

from focusgroups.models import Theme
from search.suggestions import MOST, suggest
from tests import scenes, stories


@scenes.scene
def zeppelins() -> None:
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    for title in ("A zeppelin for mid-sized cities", "Zeppelin masts on the Île de la Cité", "Énergie in the air"):
        stories.publish_outcome(group, chair=chair, reviewer=secretariat, title=title)


def titles(text: str, language: str = "en") -> list[str]:
    return [one.title for one in suggest(text, language)]


@pytest.mark.parametrize("text", ["zeppelin", "Zepp", "zep", "ZEPPELIN"])
def test_a_title_that_begins_so_comes_first(zeppelins: None, text: str) -> None:
    assert titles(text) == ["Zeppelin masts on the Île de la Cité", "A zeppelin for mid-sized cities"]


def test_each_word_may_begin_a_word_of_the_title_and_accents_do_not_matter(zeppelins: None) -> None:
    assert titles("cit zep") == ["A zeppelin for mid-sized cities", "Zeppelin masts on the Île de la Cité"]
    assert titles("ile cite") == ["Zeppelin masts on the Île de la Cité"]
    assert titles("energie") == ["Énergie in the air"]


@pytest.mark.parametrize("text", ["", " ", "z", '"', "zeppelinx", "\0", "🏙", "x" * 5000, "a b c d e f g"])
def test_nothing_is_suggested_where_nothing_begins_so(zeppelins: None, text: str) -> None:
    assert titles(text) == []


def test_a_draft_is_not_suggested(zeppelins: None, group: Any, chair: Any) -> None:
    stories.draft_outcome(group, chair, title="Zeppelins of tomorrow")

    assert "Zeppelins of tomorrow" not in titles("zeppelin")


def test_many_are_cut(zeppelins: None) -> None:
    assert len(suggest("ze", "en", most=1)) == 1
    assert len(suggest("zeppelin", "en")) <= MOST


def test_a_suggestion_costs_one_query(zeppelins: None, django_assert_num_queries: Any) -> None:
    suggest("zeppelin", "en")

    with django_assert_num_queries(1):
        suggest("masts", "en")


def test_so_many_words_are_looked_at_as_in_a_search(zeppelins: None) -> None:
    assert len(titles("zeppelin " + "c " * 2000 + "nothing")) == 2


def test_themes_that_public_works_have_come_first_and_others_not_at_all(
    public_group: Any, chair: Any, secretariat: Any
) -> None:
    theme = Theme.objects.get(code="energy-renovation")
    stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, title="An energy mast", themes=[theme])

    found = suggest("ener", "en", {"energy-renovation": "Energy renovation", "energy-poverty": "Energy poverty"})

    assert (found[0].title, found[0].kind, found[0].code) == ("Energy renovation", "theme", "energy-renovation")
    assert [one.kind for one in found].count("theme") == 1
    assert "An energy mast" in [one.title for one in found]
