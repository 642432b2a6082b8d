"""Step 6 of the story on a real Elasticsearch: what is approved is found, once; what is withdrawn is not."""

import os
import time
from typing import Any

import pytest
from django.core.management import call_command

from moderation.actions import withdraw
from search.query import search
from tests import stories

pytestmark = pytest.mark.elasticsearch
PATIENCE = 30
# One server, but indexes of its own for each process that runs tests beside others.
PREFIX = f"test_scm_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_"


@pytest.fixture(autouse=True)
def on_elasticsearch(settings: Any, db: None) -> None:
    """The site's own configuration, with indexes for tests, which each test builds anew."""
    configured = settings.CONFIGURED_SEARCH_BACKENDS["default"]
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**configured, "INDEX_PREFIX": PREFIX}}
    call_command("update_index", verbosity=0)


def wait_until_found(words: str, titles: list[str], language: str = "en") -> list[str]:
    """Ask until the answer is ``titles``, or for half a minute: an index shows what it got a moment later."""
    found: list[str] = []
    for _attempt in range(PATIENCE * 4):
        result = search(words, language)
        assert not result.is_down
        found = [hit.page.title for hit in result.hits]
        if found == titles:
            break
        time.sleep(0.25)
    return found


def test_what_is_approved_is_found_once_and_what_is_withdrawn_is_not(group: Any, chair: Any, secretariat: Any) -> None:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    page = stories.publish_outcome(group, chair=chair, reviewer=secretariat)
    stories.draft_outcome(group, chair, title="An unapproved playbook")

    assert wait_until_found("playbook", [page.title]) == [page.title]

    withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")

    assert wait_until_found("playbook", []) == []


@pytest.mark.parametrize("words", ['"', "AND OR NOT", "title:*", "\0", "🙂", "a" * 5000, "(((", "\\"])
def test_no_words_break_it(words: str) -> None:
    assert not search(words, "en").is_down
