"""A real Elasticsearch in trouble: readers get the database's answer, editors notice nothing, and nothing is lost."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from wagtail.models import Locale, Page

from outcomes.models import OutcomePage
from search import breaker, engines
from search.backends import elasticsearch
from search.models import IndexWrite, Pending
from search.pending import _note_written, copy_pending
from search.query import SearchPage, SearchRequest
from search.query import search as find
from tests import scenes, stories
from tests.misbehaving import ANSWERS, PASS, SHUT, SILENT, Misbehaving, misbehaving
from tests.services import needs_elasticsearch

from .conftest import TITLES
from .test_check import check

pytestmark = needs_elasticsearch
TROUBLE = [*ANSWERS, SILENT, SHUT]
NOTICE = "The search server does not answer at the moment"


@pytest.fixture
def proxy(settings: Any, library: OutcomePage) -> Iterator[Misbehaving]:
    """Before the server, whose index is made anew. It waits long, as long as all is well."""
    configured = settings.CONFIGURED_SEARCH_BACKENDS
    with misbehaving(settings.ELASTICSEARCH_URL) as proxy:
        server = {**configured["elasticsearch"], "URLS": [proxy.url], "PATIENCE": 30}
        settings.WAGTAILSEARCH_BACKENDS = {**configured, "elasticsearch": server}
        cache.clear()
        call_command("update_index", backend_name="elasticsearch", verbosity=0)
        proxy.asked = 0
        yield proxy
        proxy.mode = PASS
        for name in es().indices.get(index=f"{backend().alias}*"):
            es().indices.delete(index=name)


def backend() -> Any:
    return engines.server()


def es() -> Any:
    return backend().es


def trouble(proxy: Misbehaving, mode: str) -> None:
    """From now on; readers wait for as long as on the site, or less."""
    proxy.mode, backend().patience, proxy.asked = mode, 0.2, 0


def mend(proxy: Misbehaving) -> None:
    """It is back, and the pause is over."""
    proxy.mode, backend().patience, proxy.asked = PASS, 30, 0
    cache.delete(breaker.IS_RESTING)


def search(words: str = "zeppelin") -> SearchPage:
    return find(SearchRequest(words, "en"))


def titles(words: str) -> list[str]:
    es().indices.refresh(index=backend().alias)
    found = search(words)
    assert not found.is_from_database
    return [hit.found.title for hit in found.hits]


def publish(group: Any, title: str = "A trombone") -> OutcomePage:
    return stories.publish_outcome(group, chair=scenes.chair().user, reviewer=scenes.secretariat(), title=title)


# --- Readers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", TROUBLE)
def test_the_database_answers_and_only_one_reader_waits(proxy: Misbehaving, caplog: Any, mode: str) -> None:
    assert not search().is_from_database
    trouble(proxy, mode)

    with caplog.at_level(logging.WARNING):
        for _reader in range(20):
            found = search()
            assert found.is_from_database
            assert {hit.found.title for hit in found.hits} == {TITLES["en"], "Roofs of zeppelin hangars"}

    assert proxy.asked == 1
    assert [record.name for record in caplog.records] == ["search"]


def test_the_page_says_that_the_database_answers(proxy: Misbehaving) -> None:
    assert NOTICE not in Client().get("/en/search/?q=zeppelin").content.decode()
    trouble(proxy, "503")

    answer = Client().get("/en/search/?q=zeppelin").content.decode()

    assert NOTICE in answer
    assert TITLES["en"] in answer
    assert NOTICE not in Client().get("/en/search/").content.decode()


def test_nobody_waits_for_a_second() -> None:
    assert elasticsearch.PATIENCE * 1.5 < 1


def test_where_only_the_marks_are_late_the_page_is_shown(proxy: Misbehaving, monkeypatch: Any) -> None:
    def late(*args: Any) -> Any:
        raise TimeoutError

    monkeypatch.setattr(type(backend()), "_marked", late)

    found = search("heat")

    assert not found.is_from_database
    assert [part.text for part in found.hits[0].passage.parts if part.is_match] == ["heat"]


def test_after_a_pause_one_reader_tries_and_when_it_is_back_all_do(proxy: Misbehaving, caplog: Any) -> None:
    trouble(proxy, "503")
    search()
    cache.delete(breaker.IS_RESTING)

    for _reader in range(5):
        assert search().is_from_database
    assert proxy.asked == 2

    mend(proxy)
    assert not search().is_from_database
    assert not search().is_from_database
    assert [record.message[:40] for record in caplog.records if record.name == "search"] == [
        "The search server does not answer; the d",
        "The search server answers again.",
    ]


def test_what_one_reader_asks_wrongly_keeps_nobody_else_from_the_server(
    proxy: Misbehaving, monkeypatch: Any, caplog: Any
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(elasticsearch, "query_of", lambda *args: {"no such query": {}})
        assert [search().is_from_database for _reader in range(3)] == [True] * 3

    assert not search().is_from_database
    assert [record.name for record in caplog.records if record.name == "search"] == ["search"]


def test_a_server_without_an_index_does_not_answer(proxy: Misbehaving, public_group: Any) -> None:
    for name in es().indices.get(index=f"{backend().alias}*"):
        es().indices.delete(index=name)

    assert search().is_from_database
    publish(public_group)
    mend(proxy)
    assert copy_pending() == 0
    assert Pending.objects.due().exists()
    assert not es().indices.exists(index=backend().alias)


# --- Editors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["503", "another shape", SILENT, SHUT])
def test_publishing_goes_on_and_the_server_gets_it_when_it_is_back(
    proxy: Misbehaving, public_group: Any, django_capture_on_commit_callbacks: Any, mode: str
) -> None:
    trouble(proxy, mode)

    with django_capture_on_commit_callbacks() as afterwards:
        page = publish(public_group)
    assert proxy.asked == 0
    for call in afterwards:
        call()
    assert proxy.asked == 1
    assert page.live
    assert search("trombone").total == 1

    mend(proxy)
    assert Pending.objects.due().filter(page_key=page.pk).exists()
    assert copy_pending() == 1
    assert not Pending.objects.due().exists()
    assert titles("trombone") == ["A trombone"]


def test_with_a_worker_nobody_asks_the_server_but_the_worker(
    proxy: Misbehaving, public_group: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SCM_OUTBOX_WORKER = True
    proxy.asked = 0
    with django_capture_on_commit_callbacks(execute=True):
        publish(public_group)
    assert proxy.asked == 0

    trouble(proxy, SILENT)
    for _look in range(3):
        call_command("worker", once=True, verbosity=0)
    assert proxy.asked == 1
    assert Pending.objects.due().exists()

    mend(proxy)
    call_command("worker", once=True, verbosity=0)
    assert not Pending.objects.due().exists()
    assert titles("trombone") == ["A trombone"]


def test_it_converges_within_a_minute() -> None:
    assert breaker.PAUSE <= 30


def test_a_transaction_that_is_undone_leaves_no_entry(proxy: Misbehaving, public_group: Any) -> None:
    with transaction.atomic():
        publish(public_group)
        assert Pending.objects.due().exists()
        transaction.set_rollback(True)

    assert not Pending.objects.due().exists()


def test_without_a_search_server_nothing_is_noted(library: OutcomePage, public_group: Any) -> None:
    publish(public_group)

    assert not Pending.objects.exists()


def test_what_the_server_refuses_is_said_once_and_holds_up_nothing_else(
    proxy: Misbehaving, library: OutcomePage, caplog: Any
) -> None:
    french = OutcomePage.objects.get(translation_key=library.translation_key, locale__language_code="fr")
    Locale.objects.filter(language_code="fr").update(language_code="zz")
    OutcomePage.objects.filter(pk=library.pk).update(title="A trombone")
    for page in (french, library):
        Pending.objects.create(page_key=page.pk)

    with caplog.at_level(logging.ERROR, "search"):
        assert [copy_pending(), copy_pending()] == [1, 0]

    assert [entry.page_key for entry in Pending.objects.due()] == [french.pk]
    assert "title_zz" in Pending.objects.due().get().error
    assert len(caplog.records) == 1
    Locale.objects.filter(language_code="zz").update(language_code="fr")
    assert copy_pending() == 1


def test_of_two_workers_the_one_that_read_later_wins(proxy: Misbehaving, library: OutcomePage) -> None:
    """One read a page, stood still, and writes when another has written what the page became."""
    server = backend()
    (early,) = server.documents([library.pk])
    OutcomePage.objects.filter(pk=library.pk).update(title="A trombone")
    server.write([library.pk], version=1002)
    written = server.digests()[library.pk]

    refused = server.send([early], elasticsearch.every_change(server.alias, 1001))

    assert refused == {}
    assert server.digests()[library.pk] == written != early["digest"]


def test_what_began_before_the_index_was_made_is_not_put_over_it(proxy: Misbehaving, library: OutcomePage) -> None:
    server, write = backend(), IndexWrite.objects.create()
    (early,) = server.documents([library.pk])
    OutcomePage.objects.filter(pk=library.pk).update(title="A trombone")
    call_command("update_index", backend_name="elasticsearch", verbosity=0)
    made = server.digests()[library.pk]

    refused = server.send([early], elasticsearch.every_change(server.alias, write.pk))

    assert refused == {}
    assert server.digests()[library.pk] == made != early["digest"]


# --- The index made anew ------------------------------------------------------------------------------------


def test_readers_find_all_while_the_index_is_made_and_what_changes_meanwhile_is_not_lost(
    proxy: Misbehaving, public_group: Any
) -> None:
    server = backend()
    rebuilder = server.rebuilder_class(server.get_index_for_model(Page))
    index = rebuilder.start()
    index.add_items(OutcomePage, OutcomePage.objects.all())

    page = publish(public_group)
    assert copy_pending() == 1
    assert titles("trombone") == ["A trombone"]
    assert set(titles("zeppelin")) == {TITLES["en"], "Roofs of zeppelin hangars"}

    rebuilder.finish()
    assert len(es().indices.get(index=server.alias)) == 1
    assert set(titles("zeppelin")) == {TITLES["en"], "Roofs of zeppelin hangars"}
    assert set(Pending.objects.due().values_list("page_key", flat=True)) == {page.pk}
    copy_pending()
    assert titles("trombone") == ["A trombone"]


def test_what_a_worker_writes_while_the_index_takes_its_name_is_due_again(
    proxy: Misbehaving, public_group: Any
) -> None:
    """It took its entries and wrote to the old index; it says so when the new one is in place."""
    server = backend()
    rebuilder = server.rebuilder_class(server.get_index_for_model(Page))
    rebuilder.start().add_items(OutcomePage, OutcomePage.objects.all())
    page = publish(public_group)
    taken = list(Pending.objects.due())
    write = IndexWrite.objects.create()
    server.write([page.pk], version=write.pk)

    rebuilder.finish()
    _note_written(taken, write)

    assert titles("trombone") == []
    assert copy_pending() == 1
    assert titles("trombone") == ["A trombone"]


def test_what_a_rebuild_that_was_killed_left_is_cleared_away_a_day_later(proxy: Misbehaving, monkeypatch: Any) -> None:
    server = backend()
    left = server.rebuilder_class(server.get_index_for_model(Page)).start().name
    call_command("update_index", backend_name="elasticsearch", verbosity=0)
    assert es().indices.exists(index=left)

    monkeypatch.setattr(elasticsearch, "LEFT_OVER", -60)
    call_command("update_index", backend_name="elasticsearch", verbosity=0)

    assert not es().indices.exists(index=left)
    assert titles('"zeppelin hangars"') == ["Roofs of zeppelin hangars"]


def test_both_indexes_are_compared_and_mended(proxy: Misbehaving, library: OutcomePage) -> None:
    server = backend()
    roofs = OutcomePage.objects.get(title="Roofs of zeppelin hangars")
    draft = OutcomePage.objects.filter(live=False).first()
    assert check() == (0, ["The indexes are in order."])
    OutcomePage.objects.filter(pk=library.pk).update(title="A trombone")
    engines.database().add(library := OutcomePage.objects.get(pk=library.pk))  # type: ignore[attr-defined]
    Pending.objects.all().delete()
    es().delete(index=server.alias, id=str(roofs.pk))
    es().index(index=server.alias, id=str(draft.pk), document={"key": draft.pk, "digest": "x", "title_en": "Secret"})

    status, lines = check()
    assert (status, sorted(lines[:3])) == (
        1,
        sorted(
            [
                f"search server: page {library.pk} is outdated",
                f"search server: page {roofs.pk} is missing",
                f"search server: page {draft.pk} is superfluous",
            ]
        ),
    )
    assert check("--mend")[1][3:] == ["3 entries were brought up to date."]
    assert check() == (0, ["The indexes are in order."])
    assert titles("trombone") == ["A trombone"]


def test_an_answer_that_may_be_cut_off_is_none(proxy: Misbehaving, monkeypatch: Any) -> None:
    monkeypatch.setattr(elasticsearch, "MOST", 2)

    assert search().is_from_database
    assert search().total == 2


def test_all_digests_are_read_however_many_there_are(proxy: Misbehaving, monkeypatch: Any) -> None:
    monkeypatch.setattr(elasticsearch, "DIGESTS", 2)

    assert len(backend().digests()) > 2
    assert check() == (0, ["The indexes are in order."])


def test_what_is_due_is_no_difference(proxy: Misbehaving, public_group: Any) -> None:
    publish(public_group)

    status, lines = check()

    assert status == 0
    assert "due to be written" in lines[0]


def test_an_index_that_is_gone_is_made(proxy: Misbehaving) -> None:
    for name in es().indices.get(index=f"{backend().alias}*"):
        es().indices.delete(index=name)
    assert check()[0] == 1

    assert check("--mend")[0] == 0
    assert titles('"zeppelin hangars"') == ["Roofs of zeppelin hangars"]


def test_an_index_of_another_version_is_made_anew(proxy: Misbehaving) -> None:
    server = backend()
    es().indices.put_mapping(index=server.alias, meta={"shape": "of another version"})
    (old,) = es().indices.get(index=server.alias)
    assert check()[0] == 1

    assert check("--mend")[0] == 0
    (new,) = es().indices.get(index=server.alias)
    assert new != old
    assert check() == (0, ["The indexes are in order."])


def test_a_check_says_that_the_server_does_not_answer(proxy: Misbehaving) -> None:
    trouble(proxy, "503")

    with pytest.raises(CommandError, match="does not answer"):
        check()


def test_health_says_how_the_search_server_is(proxy: Misbehaving, public_group: Any) -> None:
    assert Client().get("/healthz/").json()["search_server"] == "answers"
    trouble(proxy, "503")
    search()
    publish(public_group)

    answer = Client().get("/healthz/")

    assert answer.status_code == 200
    assert answer.json()["search_server"] == "does not answer: the database does"
    assert answer.json()["search_entries_due"] > 0
