"""The search as visitors see it: help where nothing is found, search in a group, suggestions, long filters, a picture."""

import re
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from focusgroups.models import Theme
from scm_site.pages.facets import facet
from scm_site.pages.languages import work_url
from scm_site.pages.per_year import per_year
from search.passages import Part, Passage
from search.query import InFile
from tests import scenes, stories


def shown(address: str) -> str:
    return re.sub(r"\s+", " ", Client().get(address).content.decode())


@scenes.scene
def outcomes_of_two_years() -> None:
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    publish = partial(stories.publish_outcome, group, chair=chair, reviewer=secretariat)
    finance, skills = (Theme.objects.filter(code=code) for code in ("finance", "skills"))
    publish(title="A zeppelin for cities", format="report", themes=finance | skills, dated_on="2024-05-08")
    publish(title="A zeppelin for villages", format="white_paper", themes=finance, dated_on="2024-06-01")
    publish(title="A tram for cities", format="report", themes=finance, dated_on="2026-01-01")


@pytest.fixture
def outcomes(outcomes_of_two_years: None) -> None:
    """Two on zeppelins of 2024, one on a tram of 2026."""


# --- Where nothing is found ---------------------------------------------------------------------------------------


def test_what_was_looked_for_in_vain_is_named_with_what_else_there_is(outcomes: None) -> None:
    page = shown("/en/search/?q=tram&format=white_paper&sort=title")

    assert "Nothing was found for “tram” with these filters." in page
    assert '<a href="?q=tram&amp;sort=title" class="ecl-link">Without filters: 1 result</a>' in page
    assert 'href="/en/outcomes/" class="ecl-link">See all outcomes' in page


def test_a_misspelt_word_is_mended_by_a_link_that_keeps_the_filters(outcomes: None) -> None:
    page = shown("/en/outcomes/?q=zepelin&format=report&size=20")

    assert 'Did you mean <a href="?q=zeppelin&amp;format=report&amp;size=20" class="ecl-link">zeppelin</a>?' in page


def test_nothing_is_promised_where_nothing_is_found_without_filters_either(outcomes: None) -> None:
    assert "Without filters" not in shown("/en/search/?q=dirigible&format=report")


def test_order_and_size_are_kept_where_nothing_is_found(outcomes: None) -> None:
    page = shown("/en/search/?q=dirigible&sort=title&size=50")

    assert '<input type="hidden" name="sort" value="title"><input type="hidden" name="size" value="50">' in page
    assert 'type="hidden" name="sort"' not in shown("/en/search/?q=tram&sort=title&size=50")


def test_the_title_of_a_further_page_says_which_it_is(outcomes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.query.SIZES", (1, 2))

    assert "<title>tram – Search – " in shown("/en/search/?q=tram")
    assert "<title>zeppelin – Search – page 2 – " in shown("/en/search/?q=zeppelin&page=2")
    assert "<title>zeppelin – Rechercher – page 2 – " in shown("/fr/search/?q=zeppelin&page=2")


def test_only_a_site_without_outcomes_says_that_there_are_none(db: None) -> None:
    sentence = "No outcome has been published yet."

    assert sentence in shown("/en/search/")
    assert sentence not in shown("/en/search/?q=zeppelin")


def test_what_the_secretariat_recommends_stands_above_what_was_found(outcomes: None) -> None:
    SearchPromotion.objects.create(
        query=Query.get("zeppelin"), external_link_url="https://airships.example/", external_link_text="<Airships>"
    )

    page = shown("/en/search/?q=zeppelin")

    assert page.index('<a href="https://airships.example/"') < page.index("A zeppelin for")
    assert "&lt;Airships&gt;</a>" in page
    assert "airships.example" not in shown("/en/search/?q=tram")


def test_a_passage_of_a_file_leads_to_the_file_and_its_page() -> None:
    place = InFile(title="Tables <1>", url="/documents/7/tables.pdf", language="en", page=3)
    entry = {"passage": Passage((Part("two "), Part("zeppelins", True))), "place": place}

    tag = "{% ecl_content_item title='A' url='/a/' passage=passage in_file=place %}"
    text = Template(tag).render(Context(entry))

    assert "two <mark>zeppelins</mark>" in text
    assert '<a href="/documents/7/tables.pdf#page=3" class="ecl-link">Tables &lt;1&gt;</a>, page 3' in text


# --- In a group ---------------------------------------------------------------------------------------------------


def test_each_page_of_a_group_offers_to_search_in_the_group(public_terms: Any, public_group: Any) -> None:
    group, programme = stories.page_of(public_group), stories.programme_of(public_group)
    box = f'<input type="hidden" name="group" value="{public_group.reference}">'

    for page in (group, programme, public_terms):
        assert box in shown(work_url(page, "fr")).partition('action="/fr/search/" method="get"> <div')[2]


def test_the_group_in_which_is_searched_is_a_filter_that_is_taken_away(outcomes: None, public_group: Any) -> None:
    title = stories.page_of(public_group).title

    found = shown(f"/en/search/?q=zeppelin&group={public_group.reference}")

    assert "Results (2)" in found
    assert f'<span class="ecl-u-sr-only">Remove filter </span>{escape(title)}' in found
    assert '<a href="?q=zeppelin" class="ecl-tag ecl-tag--removable">' in found


# --- Filters ------------------------------------------------------------------------------------------------------


def rendered(number: int, chosen: set[str]) -> str:
    codes = [f"v{place:02}" for place in range(number)]
    shown_facet = facet("theme", "Theme", dict.fromkeys(codes, 1), chosen, str.upper)
    return Template("{% ecl_facet facet %}").render(Context({"facet": shown_facet}))


def test_a_long_filter_has_all_values_and_is_unfolded_where_one_of_the_others_is_chosen() -> None:
    assert "<details" not in rendered(10, set())
    folded = rendered(12, {"v01"})
    assert folded.count('type="checkbox"') == 12
    assert folded.partition("<details")[2].count('type="checkbox"') == 4
    assert '<details class="site-fold">' in folded
    assert '<details class="site-fold" open>' in rendered(12, {"v11"})


# --- Suggestions --------------------------------------------------------------------------------------------------


def suggested(words: str, language: str = "en") -> dict[str, Any]:
    response = Client().get(f"/{language}/search/suggest/", {"q": words})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, max-age=60"
    assert not response.cookies
    return response.json()


def test_who_begins_to_type_is_told_what_there_is(outcomes: None) -> None:
    found = suggested("zep")

    assert {item["title"] for item in found["suggestions"]} == {"A zeppelin for cities", "A zeppelin for villages"}
    assert found["announcement"].startswith("2 suggestions")
    assert found["suggestions"][0].keys() == {"title", "url", "kind", "lang"}
    assert suggested("tram", "de")["suggestions"][0]["kind"] == "Ergebnis"
    assert suggested("tram", "de")["suggestions"][0]["url"].startswith("/de/focus-groups/")


def test_nothing_that_is_not_public_is_suggested(outcomes: None, public_group: Any, chair: Any) -> None:
    stories.draft_outcome(public_group, chair, title="A brambling")

    assert suggested("brambling") == {"label": "Suggestions", "announcement": "No suggestions", "suggestions": []}


@pytest.mark.parametrize("words", ["", "z", '"', "\x00", "q" * 300, "% _", "\u202e"])
def test_whatever_is_typed_has_an_answer(outcomes: None, words: str) -> None:
    assert suggested(words)["suggestions"] == []


def test_a_suggestion_asks_the_database_once(outcomes: None) -> None:
    suggested("zep")

    with CaptureQueriesContext(connection) as seen:
        suggested("zep")

    assert len(seen) <= 2


# --- The picture --------------------------------------------------------------------------------------------------


def test_the_picture_has_the_outcomes_that_the_list_finds_by_year_and_theme(outcomes: None) -> None:
    page = shown("/en/outcomes/")

    assert 'aria-label="Finance – 2024: 2, 2026: 1"' in page
    assert 'aria-label="Skills – 2024: 1"' in page
    row = re.search(r'<th scope="row">Finance</th>(.*?)</tr>', page)
    assert re.findall(r"<td>(\d+)</td>", row[1]) == ["2", "0", "1", "3"]
    narrowed = shown("/en/outcomes/?format=report&q=cities")
    assert 'aria-label="Finance – 2024: 1, 2026: 1"' in narrowed
    assert '<a href="?q=cities&amp;format=report&amp;theme=finance"' in narrowed


def test_there_is_no_picture_where_there_is_nothing_to_compare(outcomes: None) -> None:
    assert "site-per-year" not in shown("/en/outcomes/?q=dirigible")
    assert "site-per-year" not in shown("/en/search/?q=zeppelin")


def test_all_bars_have_one_scale_and_no_year_is_left_out() -> None:
    picture = per_year({("a", "2020"): 1, ("b", "2020"): 1000, ("b", "2023"): 500}, str.upper, str)
    first, second = picture.themes

    assert picture.years == ["2020", "2021", "2022", "2023"]
    assert first.bars[0].height == 2
    assert [bar.height for bar in second.bars] == [56, 0, 0, 28]
    assert second.text == "2020: 1000, 2023: 500"


def test_a_mistyped_year_makes_no_picture_of_thousands() -> None:
    wrong = per_year({("a", "24"): 3, ("a", "2024"): 1, ("a", "2026"): 2, ("b", "9999"): 1}, str.upper, str)
    many = per_year({("a", str(year)): year for year in range(1900, 2000)} | {("b", "1900"): 5000}, str.upper, str)

    assert wrong.years == ["24", "2024", "2026", "9999"]
    assert [theme.figures for theme in wrong.themes] == [[3, 1, 2, 0, 6], [0, 0, 0, 1, 1]]
    assert many.years == [str(year) for year in range(1970, 2000)]
    assert [theme.label for theme in many.themes] == ["A"]
    assert many.themes[0].bars[-1].height == 56
