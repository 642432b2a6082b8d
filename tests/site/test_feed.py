"""The feed: new outcomes and corrections, public ones only, in the reader's language."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation.actions import withdraw
from outcomes.actions import record_correction
from scm_site.pages.languages import work_url
from tests import stories

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(language: str = "en") -> ElementTree.Element:
    response = Client().get(f"/{language}/feed/")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert not response.cookies
    return ElementTree.fromstring(response.content)


def titles(language: str = "en") -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(language).findall(f"{ATOM}entry")]


def correct(page: Any, by: Any, table: int = 2) -> Any:
    today = timezone.localdate()
    texts = {"en": f"Table {table} was wrong.", "de": "Tabelle 2: Wert < 3."}
    return record_correction(page=page, texts=texts, corrected_version="1.0", on=today, by=by, today=today)


def test_it_tells_new_outcomes_and_corrections_the_newest_first(publish: Any, secretariat: Any) -> None:
    page = publish("A playbook")
    publish("A second one")
    correction = correct(page, secretariat)

    assert titles() == ["Correction to “A playbook”", "A second one", "A playbook"]
    newest = feed("de").find(f"{ATOM}entry")
    assert newest.findtext(f"{ATOM}summary") == "<p>Tabelle 2: Wert &lt; 3.</p>"
    assert newest.find(f"{ATOM}link").get("href").endswith(f"{work_url(page, 'de')}#correction-{correction.pk}")
    assert newest.findtext(f"{ATOM}id").endswith(f"/id/{page.record.reference}/#correction-{correction.pk}")


def test_it_names_the_sites_own_host_whatever_the_request_said(publish: Any, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = site = "https://focus-groups.city.eu"
    page = publish("A playbook")

    links = [link.get("href") for link in feed().iter(f"{ATOM}link")]

    assert links == [f"{site}/en/", f"{site}/en/feed/", site + work_url(page, "en")]


def test_it_is_silent_about_what_is_not_public(publish: Any, public_group: Any, chair: Any, secretariat: Any) -> None:
    page = publish("A playbook")
    correct(page, secretariat)
    stories.draft_outcome(public_group, chair, title="A draft")

    withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")

    assert titles() == []


def test_it_is_announced_on_every_page(db: None) -> None:
    for address in ("/fr/", "/fr/outcomes/", "/fr/search/"):
        head, _end, body = Client().get(address).content.decode().partition("</head>")
        assert 'rel="alternate" type="application/atom+xml"' in head
        assert 'href="/fr/feed/"' in head
        assert 'href="/fr/feed/"' in body


def test_it_asks_as_often_for_many_as_for_one(publish: Any, secretariat: Any) -> None:
    correct(publish("The first"), secretariat)
    one = queries()

    for number in range(2):
        correct(publish(f"Outcome {number}"), secretariat)

    assert queries() == one <= 6


@pytest.fixture(autouse=True)
def known_navigation(db: None) -> None:
    Client().get("/en/")


def queries() -> int:
    with CaptureQueriesContext(connection) as seen:
        feed()
    return len(seen)


def test_a_page_with_corrections_keeps_its_budget(publish: Any, secretariat: Any) -> None:
    page = publish("A playbook")
    for table in range(3):
        correct(page, secretariat, table)
    Client().get(page.url)

    with CaptureQueriesContext(connection) as seen:
        assert Client().get(page.url).content.decode().count("Tabelle 2") == 0

    assert len(seen) <= 10


def test_a_control_character_does_not_end_the_feed(publish: Any) -> None:
    publish("A \x0bplaybook", abstract="Pasted\x0bfrom slides.")

    assert titles() == ["A  playbook"]


def test_what_is_not_public_takes_no_place(publish: Any, secretariat: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("scm_site.feeds.LENGTH", 1)
    publish("Public")
    withdrawn = publish("Withdrawn")
    withdraw(page_id=withdrawn.pk, by=secretariat, reason="A figure was wrong.")

    assert titles() == ["Public"]
