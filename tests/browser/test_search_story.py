"""A visitor finds, filters, shares the address and takes the results along, in three languages; suggestions by keyboard."""

import csv
import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import expect

LOOKED_FOR = {"en": "renovation", "fr": "rénovation", "de": "Sanierung"}
HITS = "main article h3"


def in_words_of(language: str, text: str) -> str:
    with override(language):
        return gettext(text)


def titles(visitor: Any) -> list[str]:
    return visitor.page.locator(HITS).all_inner_texts()


def finds(visitor: Any, words: str) -> None:
    """By the box of the home page."""
    visitor.page.locator("#home-search").fill(words)
    visitor.page.locator("main [role=search] button").click()
    expect(visitor.page.locator("#keywords")).to_have_value(words)


def filters_by(visitor: Any, language: str, choice: str) -> None:
    label = visitor.page.locator(f"label[for={choice}]")
    if not label.is_visible():
        visitor.page.locator("summary", has_text=in_words_of(language, "Filter by")).click()
    label.click()
    visitor.submits(in_words_of(language, "Apply filters"))


def downloaded(visitor: Any) -> list[str]:
    """The titles in the file that the link "CSV" gives."""
    with visitor.page.expect_download() as file:
        visitor.follows("CSV", inside="main")
    text = Path(file.value.path()).read_text(encoding="utf-8-sig")
    return [row[1] for row in csv.reader(io.StringIO(text))][1:]


def subscribed(visitor: Any) -> list[str]:
    """The titles in the feed that the link "RSS" names."""
    address = visitor.page.locator("main").get_by_role("link", name="RSS").get_attribute("href")
    feed = visitor.page.request.get(visitor.site_url + address)
    return [item.findtext("title") for item in ElementTree.fromstring(feed.body()).iter("item")]


@pytest.mark.parametrize(("has_script", "width"), [(True, 1400), (False, 390)])
@pytest.mark.parametrize("language", LOOKED_FOR)
def test_a_visitor_finds_filters_shares_and_takes_along(
    somebody: Any, language: str, has_script: bool, width: int
) -> None:
    visitor = somebody(language=language, java_script_enabled=has_script)
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.goes_to("/")

    finds(visitor, LOOKED_FOR[language])
    everything = titles(visitor)
    filters_by(visitor, language, "kind-outcome")
    outcomes = titles(visitor)
    visitor.page.locator("#select-sort").select_option("title")
    visitor.submits(in_words_of(language, "Update"))
    sorted_outcomes = titles(visitor)

    assert 0 < len(outcomes) < len(everything)
    assert visitor.path() == f"/{language}/search/"
    assert sorted(sorted_outcomes) == sorted(outcomes)
    assert downloaded(visitor) == sorted_outcomes
    assert sorted(subscribed(visitor)) == sorted(outcomes)

    colleague = somebody(language="en")
    colleague.goes_to(visitor.page.url)
    assert titles(colleague) == sorted_outcomes
    with visitor.page.expect_navigation():
        visitor.page.locator(".site-tags--active a").last.click()
    assert sorted(titles(visitor)) == sorted(everything)
    visitor.page.locator(f"{HITS} a").first.click()
    expect(visitor.page.locator("h1")).to_be_visible()


def test_a_visitor_looks_into_one_group_and_out_of_it_again(somebody: Any) -> None:
    visitor = somebody()
    visitor.goes_to("/en/focus-groups/")
    visitor.page.locator("main article h2 a, main article h3 a").first.click()
    group = visitor.page.locator("h1").inner_text()

    box = visitor.page.get_by_role("search", name="Search in this group")
    box.get_by_role("searchbox").fill("city")
    box.get_by_role("button", name="Search").click()

    visitor.page.get_by_role("link", name=f"Remove filter {group}").click()
    assert "group=" not in visitor.page.url
    assert "q=city" in visitor.page.url


def test_suggestions_are_reached_and_left_by_the_keyboard(somebody: Any) -> None:
    visitor = somebody()
    visitor.goes_to("/en/")
    page, keys = visitor.page, visitor.page.keyboard
    box = page.get_by_role("banner").get_by_role("combobox", name="Search on this site")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("renov")
    expect(box).to_have_attribute("aria-expanded", "true")
    number = options.count()
    expect(page.get_by_role("banner").get_by_role("status")).to_contain_text(f"{number} suggestion")
    keys.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    keys.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    keys.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("renov")
    # The first is a theme, the last a work.
    keys.press("ArrowUp")
    title = options.last.locator("span").first.inner_text()
    keys.press("Enter")

    expect(page.locator("h1")).to_have_text(title)


def test_who_takes_no_suggestion_searches(somebody: Any) -> None:
    visitor = somebody()
    visitor.goes_to("/en/")
    box = visitor.page.locator("#home-search")

    box.press_sequentially("renov")
    expect(visitor.page.locator("#home-search-suggestions")).to_be_visible()
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.locator("#keywords")).to_have_value("renov")


def test_a_suggestion_is_taken_by_the_mouse_and_none_is_left_open(somebody: Any) -> None:
    visitor = somebody()
    visitor.goes_to("/en/outcomes/")
    suggestions = visitor.page.locator("#keywords-suggestions")

    visitor.page.locator("#keywords").press_sequentially("renov")
    expect(suggestions).to_be_visible()
    visitor.page.keyboard.press("Tab")
    expect(suggestions).to_be_hidden()
    visitor.page.locator("#keywords").fill("")
    visitor.page.locator("#keywords").press_sequentially("renov")
    option = suggestions.get_by_role("option").last
    title = option.locator("span").first.inner_text()
    option.click()

    expect(visitor.page.locator("h1")).to_have_text(title)
