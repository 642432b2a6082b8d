"""The index is written again while others search and write: they find, hardly wait, and no newer text is lost (R12)."""

import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections, transaction
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from bench.filling import fill
from bench.words import IN_NEARLY_ALL
from outcomes.models import OutcomePage
from scm_site.models import ContentPage
from search.backends import indexing
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


# --- Somebody acts between the reading of a rebuild and its writing --------------------------------------------


@pytest.fixture
def index(db: None) -> Any:
    return get_search_backend("default").get_index_for_model(ContentPage)


def overtake(monkeypatch: pytest.MonkeyPatch, index: Any, act: Callable[[], None]) -> None:
    """Let another process ``act`` once, when the index has read."""
    read = type(index).read

    def read_and_be_overtaken(*arguments: Any) -> Any:
        texts = read(*arguments)
        monkeypatch.setattr(type(index), "read", read)
        connections.close_all()
        other = get_context("fork").Process(target=act)
        other.start()
        other.join(20)
        assert other.exitcode == 0
        return texts

    monkeypatch.setattr(type(index), "read", read_and_be_overtaken)


def save(key: int, title: str) -> None:
    Page.objects.filter(pk=key).update(title=title)
    get_search_backend("default").add(ContentPage.objects.get(pk=key))


def entered(key: int) -> list[str]:
    entries = IndexEntry.objects.filter(object_id=str(key), content_type=ContentType.objects.get_for_model(ContentPage))
    return list(entries.values_list(TITLE, flat=True))


def test_no_old_text_is_put_over_a_new_one(index: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ContentPage.objects.order_by("pk").first()
    Page.objects.filter(pk=page.pk).update(title="Not indexed yet")
    overtake(monkeypatch, index, lambda: save(page.pk, "Renamed meanwhile"))

    index.write_again(ContentPage, [page.pk])

    assert entered(page.pk) == ["Renamed meanwhile"]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite compares what entries say (SQLiteIndex.marks)")
def test_what_was_changed_and_changed_back_stays(index: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ContentPage.objects.order_by("pk").first()
    save(page.pk, "As it was")
    Page.objects.filter(pk=page.pk).update(title="Not indexed yet")
    overtake(monkeypatch, index, lambda: save(page.pk, "As it was"))

    index.write_again(ContentPage, [page.pk])

    assert entered(page.pk) == ["As it was"]


def test_what_is_deleted_gets_no_entry(index: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = ContentPage.objects.order_by("pk").first().get_parent()
    page = parent.add_child(instance=ContentPage(title="A draft", slug="a-draft", live=False))
    Page.objects.filter(pk=page.pk).update(title="Not indexed yet")
    overtake(monkeypatch, index, lambda: ContentPage.objects.get(pk=page.pk).delete() and None)

    index.write_again(ContentPage, [page.pk])

    assert entered(page.pk) == []


def test_what_is_added_while_the_stale_is_looked_for_stays(index: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = ContentPage.objects.order_by("pk").first().get_parent()
    types, added = indexing.get_descendants_content_types_pks, []

    def add_first(model: type[Page]) -> Any:
        if model is Page and not added:
            added.append(parent.add_child(instance=ContentPage(title="New", slug="new", live=False)).pk)
        return types(model)

    monkeypatch.setattr(indexing, "get_descendants_content_types_pks", add_first)
    index.delete_stale_entries()

    assert entered(added[0]) == ["New"]


def test_a_rebuild_waits_for_no_editor(db: None) -> None:
    """An editor holds the entry of one page and then wants that of another, which the rebuild may hold."""
    keys = list(OutcomePage.objects.order_by("path").values_list("pk", flat=True)[:20])
    backend = get_search_backend("default")
    index = backend.get_index_for_model(OutcomePage)
    IndexEntry.objects.filter(object_id__in=map(str, keys)).update(autocomplete="old")
    context = get_context("fork")
    holds = context.Event()

    def edit() -> None:
        with transaction.atomic():
            backend.add(OutcomePage.objects.get(pk=keys[-1]))
            holds.set()
            time.sleep(1)
            backend.add(OutcomePage.objects.get(pk=keys[0]))

    connections.close_all()
    editor = context.Process(target=edit)
    editor.start()
    holds.wait(10)
    index.write_again(OutcomePage, keys)
    editor.join(20)

    assert editor.exitcode == 0
