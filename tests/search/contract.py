"""What every search engine keeps to; each has a subclass with what it alone can."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from outcomes.models import OutcomePage
from search.changes import note_change
from search.models import Synonym
from search.query import FACETS, Hit, SearchPage, SearchRequest
from search.query import search as find
from tests import scenes, stories

from .conftest import SECRET, TITLES

HOSTILE = ['"', "AND OR NOT", "title:*", "\0", "🙂", "(((", "\\", "*", '"a', "-x", "a~2", "/a/"]


class SearchContract:
    @pytest.fixture(autouse=True)
    def engine(self, library: OutcomePage) -> None:
        """The library is in the index."""
        cache.clear()

    def settle(self) -> None:
        """What was changed is in the index."""

    def search(self, words: str, language: str = "en", **asked: Any) -> SearchPage:
        found = find(SearchRequest(words, language, **asked))
        assert not found.is_from_database
        return found

    def titles(self, words: str, language: str = "en") -> list[str]:
        return [hit.found.title for hit in self.search(words, language).hits]

    def first(self, words: str, language: str = "en") -> Hit:
        return self.search(words, language).hits[0]

    @pytest.mark.parametrize("language", ["en", "fr", "de"])
    def test_what_is_not_public_is_found_nowhere(self, library: OutcomePage, language: str) -> None:
        assert OutcomePage.objects.filter(title__contains=SECRET).count() >= 4

        for words in (SECRET, f"{SECRET}s", SECRET[:5], f'"One {SECRET}"', f"the {SECRET} in private"):
            found = self.search(words, language)
            assert (found.hits, found.total, found.suggestion) == ([], 0, "")
            assert not any(found.facets[facet] for facet in FACETS)
        for address in ("search/?q=xylophone", "search/?q=zeppelin", "outcomes/"):
            seen = Client().get(f"/{language}/{address}").content.decode().replace(f'value="{SECRET}"', "")
            assert f"{SECRET} in private" not in seen

    @pytest.mark.parametrize("language", ["en", "fr", "de"])
    def test_a_work_is_one_hit_in_the_language_of_the_reader(self, library: OutcomePage, language: str) -> None:
        found = self.search("zeppelin", language)

        assert [hit.found.work for hit in found.hits].count(library.translation_key) == 1
        assert found.total == 2
        (hit,) = (hit for hit in found.hits if hit.found.work == library.translation_key)
        assert (hit.found.title, hit.found.language) == (TITLES[language], language)
        assert hit.languages == ("en", "fr", "de")

    def test_a_work_is_found_by_words_of_another_language(self) -> None:
        hit = self.first("mittelgroße", "fr")

        assert hit.found.title == TITLES["fr"]
        assert hit.passage_language == "de"

    def test_a_synonym_of_several_words_finds_what_its_words_find_and_longer_words(self) -> None:
        Synonym.objects.create(language="en", words="airdock, zeppelin hangar")
        Synonym.objects.create(language="en", words="skylights, roofs hangars")
        note_change()

        for words in ("airdock", "zeppelin hangar", "roofs hangars"):
            assert self.titles(words) == ["Roofs of zeppelin hangars"]
        assert self.titles("skylights") == []

    @pytest.mark.parametrize(("words", "marked"), [("echelle", ["échelle"]), ('"rénover à"', ["Rénover à"])])
    def test_a_title_in_another_language_is_shown_where_it_alone_has_the_words(
        self, words: str, marked: list[str]
    ) -> None:
        hit = self.first(words)

        assert (hit.found.title, hit.passage_language) == (TITLES["en"], "fr")
        assert [part.text for part in hit.passage.parts if part.is_match] == marked
        assert "".join(part.text for part in hit.passage.parts) == TITLES["fr"]

    def test_the_title_that_is_shown_is_no_passage(self) -> None:
        hit = self.first("echelle", "fr")

        assert hit.found.title == TITLES["fr"]
        assert hit.passage is None

    def test_a_title_weighs_more_than_a_text(self) -> None:
        assert self.titles("zeppelin")[0] == "Roofs of zeppelin hangars"

    @pytest.mark.parametrize("words", ["energie", "énergie", "ÉNERGIE", "e\u0301nergie", "batiments", "RENOVENT"])
    def test_accents_and_capitals_make_no_difference(self, words: str) -> None:
        assert self.titles(words, "fr")[0] == TITLES["fr"]

    @pytest.mark.parametrize("words", ["Łódź", "lodz", "LODZ", "œuvre", "oeuvre", '"mise en œuvre"'])
    def test_letters_that_a_keyboard_may_lack_make_no_difference(self, words: str) -> None:
        assert self.titles(words) == ["Roofs of zeppelin hangars"]

    @pytest.mark.parametrize(
        "words", ["cooling", "lighting/cooling", "airship", "17", '"5 degrees"', "www.airship.example"]
    )
    def test_signs_part_words(self, words: str) -> None:
        assert self.titles(words) == ["Roofs of zeppelin hangars"]

    def test_all_words_are_needed(self) -> None:
        assert self.titles("zeppelin heat") == [TITLES["en"]]
        assert self.titles("zeppelin volcano") == []

    def test_a_phrase_stands_as_it_was_quoted(self) -> None:
        assert self.titles('"loss of heat"') == [TITLES["en"]]
        assert self.titles('"heat of loss"') == []
        assert self.titles('"mid-sized cities renovate"') == [TITLES["en"]]

    def test_the_beginning_of_a_word_finds_it(self) -> None:
        assert set(self.titles("zepp")) == {TITLES["en"], "Roofs of zeppelin hangars"}
        assert self.titles("zep") == []

    @pytest.mark.parametrize(
        ("words", "language", "marked"),
        [
            ("heat", "en", "heat"),
            ("energie", "fr", "énergie"),
            ("warme", "de", "Wärme"),
            ('"all roofs"', "en", "all roofs"),
        ],
    )
    def test_the_passage_with_the_words_is_shown(self, words: str, language: str, marked: str) -> None:
        passage = self.first(words, language).passage

        assert passage is not None
        assert [part.text for part in passage.parts if part.is_match] == [marked]
        assert "eppelin" in "".join(part.text for part in passage.parts)

    def test_a_word_of_a_file_is_shown_with_its_page(self) -> None:
        hit = self.first("marimba")

        assert hit.found.title == "Roofs of zeppelin hangars"
        assert "".join(part.text for part in hit.passage.parts) == "Played on a marimba"
        assert (hit.in_file.title, hit.in_file.page) == ("Playbook", 1)

    def test_a_choice_counts_what_it_would_find(self) -> None:
        found = self.search("zeppelin", "fr")

        assert found.facets["language"] == {"en": 2, "fr": 1, "de": 1}
        assert found.facets["kind"] == {"outcome": 2}
        assert self.search("zeppelin", "fr", chosen={"language": frozenset(["de"])}).total == 1

    def test_what_changes_is_found_as_it_is_now(self, library: OutcomePage, group: Any) -> None:
        from moderation.actions import withdraw

        chair, secretariat = scenes.chair().user, scenes.secretariat()
        stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="A trombone")
        self.settle()
        assert self.titles("trombone") == ["A trombone"]

        withdraw(page_id=library.pk, by=secretariat, reason="Wrong figures.")
        self.settle()
        assert self.titles("zeppelin") == ["Roofs of zeppelin hangars"]

    @pytest.mark.parametrize("words", HOSTILE)
    def test_no_words_break_it(self, words: str) -> None:
        self.search(words)

    def test_many_and_long_words_do_not_break_it(self) -> None:
        for words in ("w" * 5000, "zeppelin " * 500, " ".join(f"word{number}" for number in range(500))):
            self.search(words)
