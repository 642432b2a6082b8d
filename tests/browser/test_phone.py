"""On a phone: nothing scrolls sideways, whatever the words; what one came for stands near the top."""

from typing import Any

import pytest

from .test_accessibility import ACTIVE, GROUP, MAIL, OUTCOME, outcome

# How far below the window's upper edge the menu stands, in px, at each frame of the next half second.
PLACES_OF_THE_MENU = """() => new Promise(done => {
  const places = new Set(), link = document.querySelector(".ecl-menu__link");
  const end = performance.now() + 500;
  const note = () => {
    places.add(link.getBoundingClientRect().y);
    performance.now() < end ? requestAnimationFrame(note) : done([...places]);
  };
  note();
})"""
PAGES = [
    "/en/",
    "/de/focus-groups/",
    f"/de/{GROUP}",
    f"/fr/{GROUP}work-programme/",
    f"/de/{GROUP}terms-of-reference/",
    "/fr/outcomes/?format=report&q=renovation",
    f"/de/{OUTCOME}",
    "/en/search/?q=renovation",
    "/en/accessibility/",
    "/en/there-is-no-such-page/",
    "/demo/mails/",
]
LONG_WORDS = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim().length > 12 && !node.parentElement.closest("svg")) node.data = "Donaudampfschifffahrt".repeat(5);
  }
}"""


@pytest.mark.parametrize("path", PAGES)
def test_no_long_word_scrolls_a_page_sideways(reader: Any, path: str) -> None:
    reader.page.set_viewport_size({"width": 320, "height": 900})
    reader.goes_to(path)

    reader.page.evaluate(LONG_WORDS)

    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320


# What is wider than its box and cut off or scrolls there, but for what is for screen readers alone.
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter(e => {
    const style = getComputedStyle(e);
    return e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && style.overflowX !== "visible" && style.clip === "auto"
        && !e.closest("iframe, select, input, textarea, svg, .w-sr-only");
}).map(e => e.outerHTML.slice(0, 120))"""


def test_no_long_word_scrolls_a_screen_of_quality_control_sideways_or_is_cut_off(somebody: Any) -> None:
    secretariat = somebody(MAIL["secretariat-3"])
    secretariat.goes_to("/admin/focus-groups/")
    waiting, live, returned = (
        secretariat.review_of(outcome(ACTIVE, state)["title"]) for state in ("in_review", "live", "returned")
    )
    queue = "/admin/quality-control/"
    screens = [queue, f"{queue}?who=groups", f"{queue}questions/", f"{queue}questions/delivery/", waiting, returned]
    screens += [f"{live}{name}/" for name in ("withdraw", "history", "preview-links")]
    secretariat.goes_to(mails := "/admin/mails-and-jobs/")
    screens += ["/admin/log/", mails, secretariat.page.locator("a[href*='/mails/']").first.get_attribute("href")]
    found = []

    for screen in screens:
        secretariat.page.set_viewport_size({"width": 390, "height": 900})
        secretariat.goes_to(screen)
        for words in ("as they are", LONG_WORDS):
            if words == LONG_WORDS:
                secretariat.page.evaluate(LONG_WORDS)
            if secretariat.page.evaluate("document.documentElement.scrollWidth") > 390:
                found.append(f"{screen} scrolls sideways")
            found += [f"{screen}: {cut}" for cut in secretariat.page.evaluate(CUT_OFF)]

    assert found == []


@pytest.mark.parametrize("has_script", [True, False])
def test_filters_are_folded_on_a_phone_and_stand_open_beside_the_list(somebody: Any, has_script: bool) -> None:
    visitor = somebody(java_script_enabled=has_script)
    report = visitor.page.locator("label[for=format-report]")

    visitor.page.set_viewport_size({"width": 390, "height": 900})
    visitor.goes_to("/en/outcomes/?format=white_paper&q=renovation")
    folded = report.is_visible()
    chosen = visitor.page.get_by_role("link", name="Remove filter White paper").is_visible()
    visitor.page.locator("summary", has_text="Filter by").click()
    unfolded = report.is_visible()
    visitor.page.set_viewport_size({"width": 1400, "height": 900})
    visitor.goes_to("/en/outcomes/")

    assert (folded, chosen, unfolded) == (False, True, True)
    assert report.is_visible()


def test_the_facts_of_a_group_come_before_its_text_on_a_phone_and_beside_it_on_a_desk(somebody: Any) -> None:
    visitor = somebody()
    visitor.goes_to(f"/en/{GROUP}")
    facts, text = visitor.page.locator(".site-facts"), visitor.page.locator("#challenge")

    wide = facts.bounding_box()["x"] - text.bounding_box()["x"]
    visitor.page.set_viewport_size({"width": 390, "height": 900})
    narrow = text.bounding_box()["y"] - facts.bounding_box()["y"]

    assert wide > 400
    assert narrow > 0


def test_the_menu_stays_in_its_bar_while_a_window_grows_wide(somebody: Any) -> None:
    visitor = somebody()
    visitor.page.set_viewport_size({"width": 390, "height": 900})
    visitor.goes_to("/en/outcomes/")

    visitor.page.set_viewport_size({"width": 1400, "height": 900})
    places = visitor.page.evaluate(PLACES_OF_THE_MENU)

    bar = visitor.page.locator(".ecl-menu").bounding_box()
    assert [place for place in places if not bar["y"] <= place < bar["y"] + bar["height"]] == []


def test_keywords_and_a_filter_find_an_outcome_without_javascript(somebody: Any) -> None:
    visitor = somebody(java_script_enabled=False)
    visitor.goes_to("/en/outcomes/")

    visitor.page.get_by_label("Keywords").fill("renovation")
    visitor.page.locator("#filters").get_by_role("button", name="Search").click()
    visitor.page.locator("label[for=format-white_paper]").click()
    visitor.submits("Apply filters")

    assert "q=renovation" in visitor.page.url
    assert "format=white_paper" in visitor.page.url
    visitor.sees("Outcomes (1)")
