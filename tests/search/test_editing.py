"""What editors add: words that mean the same, what stands first, and what nobody found."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from moderation.actions import withdraw
from scm_site.views import EMPTY_SEARCHES_AN_HOUR
from search.actions import forget_old_empty_searches, note_empty_search
from search.actions.empty_searches import MOST_A_DAY
from search.catalogue import Catalogue
from search.findable import Found
from search.models import EmptySearch, Synonym
from search.patience import PATIENCE_MS, not_waiting
from search.query import SearchRequest, search
from search.spelling import Vocabulary
from tests import scenes, stories

TITLE = "Positive energy districts for mid-sized cities"


@scenes.scene
def district() -> Any:
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    return stories.publish_outcome(group, chair=chair, reviewer=secretariat, title=TITLE)


def titles(words: str, language: str = "en") -> list[str]:
    return [hit.found.title for hit in search(SearchRequest(words, language)).hits]


def keep(signed_in: Any, by: Any, words: str, language: str = "en") -> Any:
    return signed_in(by).post(reverse("synonyms:add"), {"language": language, "words": words})


def test_who_looks_for_a_synonym_finds_the_other_words(district: Any, signed_in: Any, secretariat: Any) -> None:
    assert titles("PEDs") == []

    keep(signed_in, secretariat, "PEDs, positive energy districts")

    assert titles("peds") == [TITLE]
    assert titles("peds cities") == [TITLE]
    assert titles("peds airships") == []
    assert titles("peds", "fr") == []


def test_words_that_are_a_synonym_together_find_what_they_found_before(
    district: Any, signed_in: Any, secretariat: Any
) -> None:
    """They need not stand side by side, and stand for longer words."""
    keep(signed_in, secretariat, "cities positive, boroughs")
    keep(signed_in, secretariat, "PED, positive energy district")

    assert titles("cities positive") == [TITLE]
    assert titles("positive energy district") == titles("ped") == [TITLE]


def test_a_synonym_that_is_deleted_finds_nothing_more(district: Any, signed_in: Any, secretariat: Any) -> None:
    keep(signed_in, secretariat, "PEDs, positive energy districts")
    assert titles("peds") == [TITLE]

    signed_in(secretariat).post(reverse("synonyms:delete", args=[Synonym.objects.get().pk]))

    assert titles("peds") == []


@pytest.mark.parametrize("words", ["PED", "PED, ped", "PED,", ", ,", '"", PED'])
def test_one_word_alone_is_no_synonym(words: str) -> None:
    with pytest.raises(ValidationError, match="at least two"):
        Synonym(language="en", words=words).clean()


def test_words_stand_in_one_row_of_a_language(db: None) -> None:
    Synonym.objects.create(language="en", words="PED, positive energy district")

    with pytest.raises(ValidationError, match="“ped” stands in another row"):
        Synonym(language="en", words="Ped, plus-energy quarter").clean()

    Synonym(language="fr", words="PED, quartier à énergie positive").clean()


def promote(words: str, **values: Any) -> None:
    SearchPromotion.objects.create(query=Query.get(words), **values)


def test_what_the_secretariat_promotes_stands_first_while_it_is_public(district: Any, secretariat: Any) -> None:
    promote("Zeppelin", page=district, description="Read this first.")
    promote("Zeppelin", external_link_url="https://airships.example/", external_link_text="Airships elsewhere")

    found = search(SearchRequest("zeppelin", "fr")).promoted

    assert [(one.title, one.description) for one in found] == [(TITLE, "Read this first."), ("Airships elsewhere", "")]
    withdraw(page_id=district.pk, by=secretariat, reason="A figure was wrong.")
    assert [one.title for one in search(SearchRequest("zeppelin", "fr")).promoted] == ["Airships elsewhere"]


def test_the_screens_of_what_is_promoted_offer_nothing_that_is_counted(
    district: Any, secretariat: Any, signed_in: Any
) -> None:
    promote("Zeppelin", page=district)
    client = signed_in(secretariat)
    index = reverse("wagtailsearchpromotions:index")

    for address in (index, f"{index}results/"):
        shown = client.get(address).content.decode()
        assert "zeppelin" in shown
        assert "Views" not in shown
    for address in (f"{index}add/", f"{index}{Query.get('Zeppelin').pk}/"):
        shown = client.get(address).content.decode()
        assert "Capitals and accents do not matter." in shown
        assert "popular" not in shown
        assert "donation" not in shown


@pytest.mark.parametrize(("role", "status"), [("secretariat", 200), ("support", 302), ("chair", 302)])
def test_what_stands_first_is_the_secretariats_choice(
    role: str, status: int, signed_in: Any, request: pytest.FixtureRequest
) -> None:
    """Its sentence and its link are public without another pair of eyes."""
    client = signed_in(request.getfixturevalue(role))

    assert client.get(reverse("wagtailsearchpromotions:add")).status_code == status


def test_a_draft_that_is_promoted_is_not_shown(district: Any, group: Any, chair: Any) -> None:
    promote("dirigible", page=stories.draft_outcome(group, chair, title="A dirigible for large cities"))

    assert search(SearchRequest("dirigible", "en")).promoted == []


def test_words_that_nobody_wrote_are_mended(district: Any) -> None:
    assert search(SearchRequest("positve energy distrcits", "en")).suggestion == "Positive energy districts"
    assert search(SearchRequest("zzzzzz", "en")).suggestion == ""
    assert search(SearchRequest("district", "en")).suggestion == ""


def test_words_are_spelt_as_in_the_language_of_the_reader() -> None:
    rows = [(1, "en", "A renovation desk"), (2, "fr", "Un guichet de rénovation")]
    found = [
        (Found(key, UUID(int=key), code, "", title, "/", date.min, None, {}), "", "en") for key, code, title in rows
    ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.catalogue.descriptions_of", lambda rows: {})
        mended = {code: Catalogue(found, []).view(code).vocabulary.mend(["renovatoin"]) for code in ("en", "fr")}

    assert mended == {"en": ["renovation"], "fr": ["rénovation"]}


@pytest.mark.parametrize(
    ("texts", "word"),
    [
        (["Sanierung und Heizung"], "Sanierung"),
        (["Sanierung", "die Sanierung"], "Sanierung"),
        (["Sanierung", "sanierung", "SANIERUNG"], "sanierung"),
    ],
)
def test_a_word_is_offered_as_it_is_written_in_small_letters_where_it_once_stands_so(
    texts: list[str], word: str
) -> None:
    assert Vocabulary(texts).mend(["sanierug"]) == [word]


def test_a_noun_keeps_its_capital_where_another_language_writes_it_small() -> None:
    german, english = ["Eine Renovation im Quartier"], ["A renovation of the quarter"]

    assert Vocabulary(german, english).mend(["renovatoin"]) == ["Renovation"]
    assert Vocabulary(english, german).mend(["renovatoin"]) == ["renovation"]


def test_a_suggestion_knows_no_word_of_a_draft(district: Any, group: Any, chair: Any) -> None:
    stories.draft_outcome(group, chair, title="A dirigible for large cities")

    assert search(SearchRequest("dirigibel", "en")).suggestion == ""


def test_a_suggestion_finds_something_among_what_is_chosen(district: Any) -> None:
    chosen = {"kind": frozenset(["group"])}

    assert search(SearchRequest("distrcits", "en", chosen)).suggestion == ""


def test_the_secretariat_sees_what_was_not_found_and_others_do_not(
    district: Any, signed_in: Any, secretariat: Any, chair: Any
) -> None:
    for _time in range(2):
        Client().get("/en/search/", {"q": "Zéppelin station"})
    for found in ({"q": "positive"}, {"q": "zeppelin", "kind": "group"}, {"q": '"'}, {}):
        Client().get("/en/search/", found)

    page = signed_in(secretariat).get(reverse("scm_search:empty_searches"))

    assert [(row["words"], row["number"]) for row in page.context["rows"]] == [("zéppelin station", 2)]
    assert '<span lang="en">zéppelin station</span>' in page.content.decode()
    assert (
        "zeppelin station"
        not in signed_in(chair).get(reverse("scm_search:empty_searches"), follow=True).content.decode()
    )


def test_empty_searches_are_forgotten_and_no_program_fills_the_table(db: None) -> None:
    today = timezone.localdate()
    note_empty_search(words="old", language="en", today=today - timedelta(days=120))
    EmptySearch.objects.bulk_create(
        EmptySearch(language="en", words=f"word {number}", day=today) for number in range(MOST_A_DAY)
    )

    note_empty_search(words="one more", language="en", today=today)
    note_empty_search(words="word 1", language="en", today=today)

    assert not EmptySearch.objects.filter(words="one more").exists()
    assert EmptySearch.objects.get(words="word 1").times == 2
    assert forget_old_empty_searches(now=timezone.now()) == 1
    assert EmptySearch.objects.filter(day=today).count() == MOST_A_DAY


def test_a_program_that_tries_words_is_not_counted_for_long(district: Any) -> None:
    for number in range(EMPTY_SEARCHES_AN_HOUR + 5):
        Client(REMOTE_ADDR="192.0.2.7").get("/en/search/", {"q": f"nothing{number}"})

    assert EmptySearch.objects.count() == EMPTY_SEARCHES_AN_HOUR


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL nobody waits for another writer")
def test_a_reader_waits_a_tenth_of_a_second_at_most_for_whoever_writes(db: None) -> None:
    def patience() -> int:
        return connection.cursor().execute("PRAGMA busy_timeout").fetchone()[0]

    usual = patience()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "in_atomic_block", False)
        with not_waiting():
            within = patience()

    assert within == PATIENCE_MS
    assert patience() == usual > PATIENCE_MS
