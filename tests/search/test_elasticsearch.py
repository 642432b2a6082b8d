"""The contract on a real Elasticsearch, and what it alone can: other forms of a word, by the rules of each language."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from hypothesis import given

from moderation.actions import withdraw
from search import engines
from search.models import Pending
from search.pending import copy_pending
from tests import scenes, stories
from tests.services import needs_elasticsearch

from . import hostile
from .conftest import TITLES
from .contract import SearchContract
from .test_hostile import AS_OFTEN


def shown(words: str) -> list[str]:
    """The titles on the page of results, which has to come from the server."""
    html = Client().get("/en/search/", {"q": words}).content.decode()
    assert "The search server does not answer" not in html
    return re.findall(r'ecl-content-block__title"[^>]*><a[^>]*>(.*?)</a>', html)


def polled(is_so: Callable[[], bool]) -> None:
    """Wait until it is so; Elasticsearch shows what was written within a second."""
    for _attempt in range(100):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("not within ten seconds")


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

    def test_a_visitor_soon_finds_what_was_approved_and_no_more_what_was_withdrawn(
        self, group: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        """As the site does it by itself: nobody copies an entry or refreshes the index."""
        self.made.clear()
        chair, secretariat = scenes.chair().user, scenes.secretariat()
        with django_capture_on_commit_callbacks(execute=True):
            page = stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="A trombone")
        polled(lambda: shown("trombone") == ["A trombone"])
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(page_id=page.pk, by=secretariat, reason="Wrong figures.")

        # The public set is the database's: it waits for no index.
        assert shown("trombone") == []

    @AS_OFTEN
    @given(words=hostile.words)
    def test_whatever_is_typed_the_server_answers(self, words: str) -> None:
        self.search(words)
