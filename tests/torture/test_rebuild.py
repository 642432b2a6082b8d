"""The index is written again while others search and write: they find, hardly wait, and no newer text is lost (R12)."""

import time
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from bench.filling import fill
from bench.words import IN_NEARLY_ALL
from outcomes.models import OutcomePage
from scm_site.models import ContentPage
from search.expression import expression_of
from tests.torture.conftest import IN_FULL
from tests.torture.processes import committed_database, race

pytestmark = pytest.mark.torture
NUMBER = 1000 if IN_FULL else 200
# Seconds. A transaction of a rebuild takes some hundredths; a busy machine takes more.
LONGEST_WAIT = 1
TITLE = "title_text" if connection.vendor == "postgresql" else "title"


@pytest.fixture(scope="module")
def many(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Outcomes in three languages, indexed and committed."""
    with django_db_blocker.unblock(), committed_database():
        fill(NUMBER, ("en", "fr", "de"))
        call_command("update_index", verbosity=0)
        yield


@pytest.fixture
def db(many: None) -> None:
    """That database, and no transaction around a test."""


def hits() -> int:
    return len(get_search_backend("default").match(expression_of(IN_NEARLY_ALL, {}), "en"))


def rebuild() -> None:
    # Entries that say something else, so that each is written.
    for key in range(3):
        IndexEntry.objects.update(**{"autocomplete": f"again{key}"})
        call_command("update_index", verbosity=0)


def search_and_write(expected: int) -> None:
    """Raises ``AssertionError`` where one of them goes wrong."""
    page = ContentPage.objects.order_by("pk").first()
    end = time.monotonic() + 3
    while time.monotonic() < end:
        begun = time.monotonic()
        Page.objects.filter(pk=page.pk).update(draft_title=f"{begun}")
        waited = time.monotonic() - begun
        assert waited < LONGEST_WAIT, f"a writer waited {waited:.2f} s"
        assert (found := hits()) == expected, f"{found} of {expected} found"


def test_readers_find_all_and_writers_hardly_wait(db: None) -> None:
    expected = hits()
    assert expected >= OutcomePage.objects.count() * 0.98

    answers = race(rebuild, lambda: search_and_write(expected), seed=0)

    assert [str(answer.says) for answer in answers] == ["", ""]


def test_no_old_text_is_put_over_a_new_one(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ContentPage.objects.order_by("pk").first()
    index = get_search_backend("default").get_index_for_model(ContentPage)
    read = type(index).read
    context = get_context("fork")
    go, done = context.Event(), context.Event()

    def save_newer() -> None:
        go.wait(10)
        newer = ContentPage.objects.get(pk=page.pk)
        newer.title = "Renamed meanwhile"
        Page.objects.filter(pk=newer.pk).update(title=newer.title)
        get_search_backend("default").add(newer)
        done.set()
        connections.close_all()

    def read_and_be_overtaken(*arguments: Any) -> Any:
        texts = read(*arguments)
        if not go.is_set():
            go.set()
            # Where it has to wait for the rebuild, it writes right after it.
            done.wait(1)
        return texts

    connections.close_all()
    writer = context.Process(target=save_newer)
    writer.start()
    monkeypatch.setattr(type(index), "read", read_and_be_overtaken)
    index.write_again(ContentPage, [page.pk])
    writer.join(10)

    assert done.is_set()
    assert IndexEntry.objects.filter(object_id=str(page.pk), **{TITLE: "Renamed meanwhile"}).exists()
