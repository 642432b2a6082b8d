"""The search finds what is public, once a work, and bears whatever somebody types."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from focusgroups.models import Country, Theme
from search.changes import note_change
from search.expression import MAX_LENGTH, MAX_WORDS, clean
from search.query import SearchPage, SearchRequest
from search.query import search as find
from tests import scenes, stories

HOSTILE = [
    '"', "'", '""', "\\", "*", "%", "(", ")", "((", "AND", "OR NOT", "-", "--", ":", "a:b", "live:true",
    "\x00", "a\x00b",
    "\n", "\t ",
    "NEAR(a b)", "^", "{}", "[", "~", "title:*", "a AND", "\ud800", "𝕊", "e\u0301", "\u202e",
    "<script>", "' OR 1=1 --", ";", "|", "&&",
    "word " * 3000, "x" * 5000, "🏙", "١٢٣", "\ufeff",
]  # fmt: skip


def search(words: str, language: str) -> SearchPage:
    return find(SearchRequest(words, language))


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@scenes.scene
def playbook() -> Any:
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    return stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="A zeppelin for mid-sized cities")


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_that_is_typed_breaks_the_search(db: None, words: str) -> None:
    response = Client().get("/en/search/", {"q": words.encode("utf-8", "replace")})

    assert search(words, "en").hits == []
    assert response.status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "²", "9" * 50, "1.5"])
def test_no_page_number_breaks_the_search(playbook: Any, number: str) -> None:
    response = Client().get("/en/search/", {"q": "zeppelin", "page": number})

    assert response.status_code == 200
    assert "A zeppelin for mid-sized cities" in response.content.decode()


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_looked_for_is_short_and_plain(words: str) -> None:
    asked, _was_cut = clean(words)

    assert len(asked) <= MAX_LENGTH
    assert len(asked.split()) <= MAX_WORDS
    assert asked.replace('"', "").isprintable()


def test_a_public_work_is_found_once_in_every_language(playbook: Any) -> None:
    for language in ("en", "fr", "de"):
        result = search("zeppelin", language)

        assert [hit.found.title for hit in result.hits] == ["A zeppelin for mid-sized cities"]
        assert result.total == 1
        assert result.hits[0].languages == ("en",)


def test_a_draft_is_found_nowhere(playbook: Any, group: Any, chair: Any) -> None:
    stories.draft_outcome(group, chair, title="A dirigible for large cities")

    assert search("dirigible", "en").total == 0
    assert "A dirigible" not in Client().get("/en/search/", {"q": "dirigible"}).content.decode()


def test_a_work_is_found_no_more_once_it_is_withdrawn(playbook: Any, secretariat: Any) -> None:
    from moderation.actions import withdraw

    withdraw(page_id=playbook.pk, by=secretariat, reason="Wrong figures.")

    assert search("zeppelin", "en").total == 0


def test_a_type_that_did_not_opt_in_is_not_found(db: None) -> None:
    assert search("accessibility", "en").total == 0


def test_the_words_of_a_draft_are_not_found_while_the_index_job_waits(
    public_group: Any, chair: Any, secretariat: Any, settings: Any
) -> None:
    page = stories.draft_outcome(public_group, chair, abstract="A zeppelin. Bribed by Mr Smith.")
    settings.SCM_OUTBOX_WORKER = True
    settings.TASKS = settings.TASKS_OF_WORKER

    stories.edit(page, chair, abstract="A zeppelin.")
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)

    assert search("zeppelin", "en").total == 1
    assert search("bribed", "en").total == 0
    assert "Bribed" not in Client().get("/en/search/", {"q": "zeppelin"}).content.decode()


def test_what_is_saved_as_not_live_is_found_no_more(playbook: Any) -> None:
    assert search("zeppelin", "en").total == 1

    playbook.live = False
    playbook.save()

    assert search("zeppelin", "en").total == 0


@pytest.mark.parametrize("sign", ["№", "㎡", "™", "⑴", "ﬁ", "½", "µ", "İ"])
def test_no_sign_in_a_public_text_breaks_a_search_that_finds_nothing(
    public_group: Any, chair: Any, secretariat: Any, sign: str
) -> None:
    stories.publish_outcome(
        public_group, chair=chair, reviewer=secretariat, title=f"Block {sign} 5{sign} {sign}zeppelin"
    )

    assert Client().get("/en/search/", {"q": "qqqqqqq"}).status_code == 200
    assert Client().get("/en/search/", {"q": "zepelin"}).status_code == 200


def test_a_work_is_of_the_year_in_which_it_appeared_here(playbook: Any) -> None:
    moment = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    type(playbook).objects.filter(pk=playbook.pk).update(first_published_at=moment, dated_on=None)
    note_change()

    assert set(search("zeppelin", "en").facets["year"]) == {"2026"}


@scenes.scene
def energies() -> None:
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    for title in ("L’énergie partagée", "Energy shared", "Die Straße der Energien"):
        stories.publish_outcome(group, chair=chair, reviewer=secretariat, title=title)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("energie", {"L’énergie partagée", "Die Straße der Energien"}),
        ("ÉNERGIE", {"L’énergie partagée", "Die Straße der Energien"}),
        ("partagee", {"L’énergie partagée"}),
        ('"energy shared"', {"Energy shared"}),
        ('"shared energy"', set()),
        ("shared energy", {"Energy shared"}),
        ("ener", {"L’énergie partagée", "Energy shared", "Die Straße der Energien"}),
        ("ene", set()),
    ],
)
def test_accents_and_case_do_not_matter_and_words_of_a_phrase_stand_together(
    energies: None, words: str, found: set[str]
) -> None:
    assert {hit.found.title for hit in search(words, "en").hits if hit.kind == "outcome"} == found


def test_what_was_typed_stands_in_the_box_again_as_it_was_typed(playbook: Any) -> None:
    page = Client().get("/en/search/", {"q": "  the city’s \x00zeppelin!  "}).content.decode()

    assert 'value="the city’s zeppelin!"' in page


@pytest.mark.parametrize("signs", ['"', "!!!", "🏙", "\u202e"])
def test_signs_alone_are_said_to_look_for_nothing(playbook: Any, signs: str) -> None:
    page = Client().get("/en/search/", {"q": signs})

    assert "nothing was looked for" in page.content.decode()
    assert page.context["found"].total > 0


def test_the_names_of_themes_and_countries_are_found_in_the_language_of_the_page(
    public_group: Any, chair: Any, secretariat: Any
) -> None:
    named = {"themes": [Theme.objects.get(code="energy-renovation")], "countries": [Country.objects.get(code="FI")]}
    stories.publish_outcome(
        public_group, chair=chair, reviewer=secretariat, title="A zeppelin", format="white_paper", **named
    )

    for words in ("finland zeppelin", "energy renovation zeppelin", '"white paper" zeppelin'):
        assert [hit.found.title for hit in search(words, "en").hits] == ["A zeppelin"]
    assert search("finnland zeppelin", "en").total == 0
