"""The contract on a real Elasticsearch, and what it alone can: other forms of a word, by the rules of each language."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from hypothesis import given

from search import engines
from search.models import Pending
from search.pending import copy_pending
from tests.services import needs_elasticsearch

from . import hostile
from .conftest import TITLES
from .contract import SearchContract
from .test_hostile import AS_OFTEN


@pytest.fixture(scope="module")
def made() -> Iterator[list[Any]]:
    """The server, where its index holds the library and nothing else; what a test writes empties this."""
    made: list[Any] = []
    yield made
    for server in made:
        for name in server.es.indices.get(index=f"{server.alias}*"):
            server.es.indices.delete(index=name)


@pytest.fixture
def server(made: list[Any], settings: Any, library: Any) -> Any:
    """The site's own configuration, with more patience: other tests run on the same machine."""
    configured = settings.CONFIGURED_SEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {**configured, "elasticsearch": {**configured["elasticsearch"], "PATIENCE": 30}}
    if not made:
        call_command("update_index", backend_name="elasticsearch", verbosity=0)
    made[:] = [engines.server()]
    return made[0]


@needs_elasticsearch
class TestElasticsearch(SearchContract):
    @pytest.fixture(autouse=True)
    def engine(self, made: list[Any], server: Any) -> None:
        cache.clear()
        self.made, self.server = made, server

    def settle(self) -> None:
        self.made.clear()
        copy_pending()
        assert not Pending.objects.due().exists()
        self.server.es.indices.refresh(index=self.server.alias)

    @pytest.mark.parametrize(
        ("words", "language"),
        [
            ("city", "en"),
            ("renovating", "en"),
            ("ville", "fr"),
            ("rénover", "fr"),
            ("moyenne", "fr"),
            ("Gebäuden", "de"),
            ("dach", "de"),
        ],
    )
    def test_a_word_finds_its_other_forms(self, words: str, language: str) -> None:
        assert TITLES[language] in self.titles(words, language)

    @pytest.mark.parametrize(
        ("words", "language", "marked"),
        [("ville", "fr", "villes"), ("Gebäuden", "de", "Gebäude"), ("city", "en", "cities")],
    )
    def test_the_other_form_is_marked(self, words: str, language: str, marked: str) -> None:
        (hit,) = (hit for hit in self.search(words, language).hits if hit.found.title == TITLES[language])

        assert hit.passage is not None
        assert marked in [part.text for part in hit.passage.parts if part.is_match]

    def test_a_quoted_word_is_taken_as_it_is(self) -> None:
        assert self.titles('"mid-sized city"') == []

    @AS_OFTEN
    @given(words=hostile.words)
    def test_whatever_is_typed_the_server_answers(self, words: str) -> None:
        self.search(words)
