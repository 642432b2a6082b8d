"""The index of the database: what stands in it, what one save costs, and what a rebuild mends."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.utils import get_content_type_pk
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from outcomes.models import OutcomePage
from tests import scenes, stories

TITLE, TEXT = ("title_text", "body_text") if connection.vendor == "postgresql" else ("title", "body")


@scenes.scene
def indexed_outcome() -> Any:
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    return stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="A zeppelin")


@pytest.fixture
def index() -> Any:
    return get_search_backend("default").get_index_for_model(OutcomePage)


def entries() -> list[tuple[Any, ...]]:
    return sorted(IndexEntry.objects.values_list("content_type", "object_id", TITLE, TEXT))


def test_an_entry_holds_each_text_once(indexed_outcome: Any) -> None:
    entry = IndexEntry.objects.values_list(TITLE, TEXT).get(object_id=str(indexed_outcome.pk), **{TITLE: "A zeppelin"})

    assert entry[1].count("A revolving fund, an on-tax scheme and a cooperative.") == 1
    assert entry[1].count("Three financing models, compared.") == 1


def test_one_saved_page_is_one_statement_whatever_the_number(indexed_outcome: Any, index: Any) -> None:
    page = indexed_outcome.group_page
    with CaptureQueriesContext(connection) as captured:
        index.add_item(page)

    assert sum("INSERT INTO" in query["sql"] for query in captured) == 1
    # The others read the names of its themes.
    assert len(captured) <= 3


def test_a_new_text_is_found_and_the_old_one_is_not(indexed_outcome: Any, index: Any) -> None:
    indexed_outcome.title = "A balloon"
    index.add_item(indexed_outcome)

    assert list(Page.objects.search("balloon")) == [indexed_outcome.page_ptr]
    assert not Page.objects.search("zeppelin")


def test_a_rebuild_leaves_the_index_as_it_was(indexed_outcome: Any) -> None:
    call_command("update_index", verbosity=0)
    before = entries()
    IndexEntry.objects.filter(object_id=str(indexed_outcome.pk)).update(**{TITLE: "nonsense"})
    call_command("update_index", verbosity=0)

    assert entries() == before


def test_a_rebuild_takes_away_what_is_not_there_any_more(indexed_outcome: Any) -> None:
    texts = dict.fromkeys(("title", "body", "autocomplete"), "")
    IndexEntry.objects.create(content_type_id=get_content_type_pk(OutcomePage), object_id="999999", **texts)
    call_command("update_index", verbosity=0)

    assert not IndexEntry.objects.filter(object_id="999999").exists()
    assert IndexEntry.objects.filter(object_id=str(indexed_outcome.pk)).exists()


def test_a_rebuild_says_how_far_it_is(indexed_outcome: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("update_index")

    assert "outcomes.OutcomePage" in (said := capsys.readouterr().out)
    assert "1 of 1" in said


def test_a_text_of_any_length_is_kept_and_its_first_part_is_found(indexed_outcome: Any, index: Any) -> None:
    """A vector of PostgreSQL holds a megabyte; here is one for each of two million characters."""
    indexed_outcome.abstract = "airship " + " ".join(f"word{number:06}" for number in range(200_000))
    index.add_item(indexed_outcome)

    assert list(Page.objects.search("airship")) == [indexed_outcome.page_ptr]
    assert "word199999" in IndexEntry.objects.filter(object_id=str(indexed_outcome.pk)).latest("pk").__dict__[TEXT]
