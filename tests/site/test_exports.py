"""What a search finds, for other programs: feeds, CSV and JSON with the same filters, of what is public alone."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from functools import partial
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from wagtail.models import PageViewRestriction

from moderation.actions import withdraw
from scm_site.pages.languages import work_url
from tests import scenes, stories

ATOM = "{http://www.w3.org/2005/Atom}"
EVERY = ("rss/", "atom/", "feed.json", "csv/", "json/")


def got(name: str, query: str = "", language: str = "en") -> Any:
    response = Client().get(f"/{language}/search/{name}{query}")
    assert response.status_code == 200
    assert not response.cookies
    return response


def rows(query: str = "", language: str = "en") -> list[dict[str, str]]:
    text = b"".join(got("csv/", query, language).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def body(name: str, query: str = "") -> str:
    response = got(name, query)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def titles(query: str = "") -> dict[str, list[str]]:
    """What each format has, in its order."""
    rss = ElementTree.fromstring(got("rss/", query).content)
    atom = ElementTree.fromstring(got("atom/", query).content)
    return {
        "rss": [item.findtext("title") for item in rss.iter("item")],
        "atom": [entry.findtext(f"{ATOM}title") for entry in atom.iter(f"{ATOM}entry")],
        "feed": [item["title"] for item in got("feed.json", query).json()["items"]],
        "csv": [row["Title"] for row in rows(query)],
        "json": [result["title"] for result in json.loads(body("json/", query))["results"]],
    }


@scenes.scene
def exported_outcomes() -> None:
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    publish = partial(stories.publish_outcome, group, chair=chair, reviewer=secretariat)
    publish(title="A zeppelin for cities", format="report")
    publish(title="A zeppelin for villages", format="white_paper")


@pytest.fixture
def outcomes(exported_outcomes: None) -> None:
    """Two on zeppelins."""


def test_every_format_has_what_the_page_finds_with_the_same_words_and_filters(outcomes: None) -> None:
    both = titles("?q=zeppelin")
    one = titles("?q=zeppelin&format=report&kind=outcome")

    assert all(sorted(found) == ["A zeppelin for cities", "A zeppelin for villages"] for found in both.values())
    assert set(map(tuple, one.values())) == {("A zeppelin for cities",)}
    assert set(map(tuple, titles("?q=dirigible").values())) == {()}


def test_feeds_have_what_was_published_last_first_and_files_the_order_of_the_page(outcomes: None, publish: Any) -> None:
    publish("A zeppelin of old", dated_on=datetime(2001, 5, 8, tzinfo=UTC).date())

    found = titles("?q=zeppelin&sort=title")

    for feed in ("rss", "atom", "feed"):
        assert found[feed] == ["A zeppelin of old", "A zeppelin for villages", "A zeppelin for cities"]
    for file in ("csv", "json"):
        assert found[file] == ["A zeppelin for cities", "A zeppelin for villages", "A zeppelin of old"]


def test_an_entry_is_known_by_its_permanent_reference_whatever_it_is_called(publish: Any) -> None:
    page = publish("A zeppelin")
    reference = f"/id/{page.record.reference}/"

    rss, atom = (ElementTree.fromstring(got(name, "?q=zeppelin", "de").content) for name in ("rss/", "atom/"))
    feed = got("feed.json", "?q=zeppelin", "de").json()

    assert rss.find(".//item/guid").text.endswith(reference)
    assert rss.find(".//item/link").text.endswith(work_url(page, "de"))
    assert atom.find(f"{ATOM}entry/{ATOM}id").text.endswith(reference)
    assert [item["id"].endswith(reference) for item in feed["items"]] == [True]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0].keys() >= {"id", "url", "title", "content_text", "date_published"}


def test_a_feed_names_its_own_address_with_its_words_and_filters_on_the_sites_own_host(
    publish: Any, settings: Any
) -> None:
    page = publish("A zeppelin", format="report")
    settings.WAGTAILADMIN_BASE_URL = site = "https://focus-groups.city.eu"
    query = "?q=zeppelin&format=report&group=SCM-FG-1999-01&theme=none"

    rss, atom = (ElementTree.fromstring(got(name, query).content) for name in ("rss/", "atom/"))
    feed = got("feed.json", query).json()

    assert rss.find(f"channel/{ATOM}link").get("href") == f"{site}/en/search/rss/{query}"
    assert atom.find(f"{ATOM}link[@rel='self']").get("href") == f"{site}/en/search/atom/{query}"
    assert feed["feed_url"] == f"{site}/en/search/feed.json{query}"
    assert rss.findtext(".//item/link") == feed["items"][0]["url"] == site + work_url(page, "en")
    assert atom.find(f"{ATOM}entry/{ATOM}link").get("href") == site + work_url(page, "en")


def test_no_two_entries_have_the_same_id(public_terms: Any) -> None:
    items = got("feed.json").json()["items"]

    assert len({item["id"] for item in items}) == len(items) >= 3


@pytest.mark.parametrize("name", EVERY)
def test_nothing_that_is_not_public_is_in_it(
    publish: Any, public_group: Any, chair: Any, secretariat: Any, name: str
) -> None:
    withdrawn, restricted = publish("Brambling withdrawn"), publish("Brambling restricted")
    stories.draft_outcome(public_group, chair, title="Brambling draft")
    assert "Brambling restricted" in body(name)

    withdraw(page_id=withdrawn.pk, by=secretariat, reason="A figure was wrong.")
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)

    assert "Brambling" not in body(name)


@pytest.mark.parametrize("name", EVERY)
def test_it_asks_as_often_for_many_as_for_one(publish: Any, name: str) -> None:
    def queries() -> int:
        body(name)
        with CaptureQueriesContext(connection) as seen:
            body(name)
        return len(seen)

    publish("The first")
    one = queries()
    for number in range(3):
        publish(f"Outcome {number}")

    assert queries() == one <= 8


def test_no_cell_of_the_spreadsheet_is_a_formula_and_accents_are_read(publish: Any) -> None:
    for title in ("=HYPERLINK(1)", "+1 zeppelin", "-2", "@SUM"):
        publish(title, abstract="=cmd|'/C calc'!A0, é")

    content = b"".join(got("csv/", "?kind=outcome").streaming_content)

    assert content.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=HYPERLINK(1)" in cells


def test_no_title_begins_a_cell_of_its_own_where_a_semicolon_ends_one(publish: Any) -> None:
    publish('A zeppelin";=HYPERLINK(1);"', abstract='One;=1+1; "@SUM(1)\n-2, \uff1d3;;+4')

    text = b"".join(got("csv/", "?kind=outcome").streaming_content).decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\uff1d"))]
    assert text.splitlines()[0].startswith('"Kind","Title"')


def test_a_line_says_what_the_work_is_in_the_words_of_the_reader(publish: Any, public_group: Any) -> None:
    page = publish("A zeppelin", format="white_paper")

    (line,) = rows("?q=zeppelin", "de")

    assert list(line.values())[:5] == [
        "Ergebnis", "A zeppelin", page.record.reference, stories.page_of(public_group).title, "Weißbuch",
    ]  # fmt: skip
    assert page.abstract in line.values()


def test_the_json_has_the_numbers_of_every_facet(outcomes: None) -> None:
    found = json.loads(body("json/", "?q=zeppelin&format=report"))
    facets = {facet["name"]: {value["value"]: value for value in facet["values"]} for facet in found["facets"]}

    assert found["total"] == len(found["results"]) == 1
    assert facets["format"]["report"] == {"value": "report", "label": "Report", "count": 1, "chosen": True}
    assert facets["format"]["white_paper"]["count"] == 1
    assert found["results"][0]["format"] == "report"
    assert found["url"].endswith("/en/search/?q=zeppelin&format=report")


def test_a_file_ends_where_the_page_says(outcomes: None, monkeypatch: Any) -> None:
    monkeypatch.setattr("scm_site.exports.MOST", 1)

    found = json.loads(body("json/", "?q=zeppelin"))

    assert (len(found["results"]), found["limit"], found["total"]) == (1, 1, 2)
    assert len(rows("?q=zeppelin")) == 1


@pytest.mark.parametrize(
    ("page", "query"),
    [("/fr/search/?q=zeppelin&format=report", "?q=zeppelin&format=report"),
     ("/fr/outcomes/?format=report&sort=title", "?kind=outcome&format=report&sort=title")],
)  # fmt: skip
def test_a_list_announces_them_in_its_head_and_links_to_them_below(outcomes: None, page: str, query: str) -> None:
    head, _end, shown = Client().get(page).content.decode().partition("</head>")

    for name in EVERY:
        link = re.search(rf'<a href="{re.escape(escape("/fr/search/" + name + query))}"[^>]*>', shown)
        assert 'rel="nofollow"' in link[0]
    announced = re.findall(r'<link rel="alternate" type="(application/[a-z+]+)"[^>]* href="(/fr/search/[^"]+)"', head)
    assert [(kind, escape(f"/fr/search/{name}{query}")) for kind, name in
            (("application/rss+xml", "rss/"), ("application/atom+xml", "atom/"), ("application/feed+json", "feed.json"))
            ] == announced  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
def test_no_search_engine_lists_it(db: None, name: str) -> None:
    assert got(name).headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("name", EVERY)
def test_nothing_in_an_address_breaks_it(outcomes: None, name: str) -> None:
    for query in ("?q=%00", "?page=99", "?format=none&sort=x", "?q=" + "word+" * 50, "?size=-1&group=%F0"):
        got(name, query)


def test_a_control_character_does_not_end_a_feed(publish: Any) -> None:
    publish("A \x0bzeppelin", abstract="Pasted\x0bfrom slides.")

    assert titles("?q=zeppelin")["rss"] == titles("?q=zeppelin")["atom"] == ["A  zeppelin"]
    assert json.loads(got("feed.json").content)


def test_the_list_of_groups_offers_what_it_shows_to_other_programs(public_group: Any) -> None:
    state = public_group.state
    page = Client().get("/en/focus-groups/", {"state": state}).content.decode()

    address = f"/en/search/csv/?kind=group&state={state}"

    assert address.replace("&", "&amp;") in page
    assert stories.page_of(public_group).title in b"".join(Client().get(address)).decode()
