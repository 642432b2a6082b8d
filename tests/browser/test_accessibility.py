"""Every kind of public page and every screen of ours: axe, no sideways scrolling at 320 px, visible focus."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from scm_site.demo.load import load_groups, load_people

MAIL = {person["key"]: person["email"] for person in load_people()}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
ACTIVE = next(group for group in load_groups() if group["state"] == "active")
GROUP = f"focus-groups/{ACTIVE['slug']}/"
OUTCOME = GROUP + next(outcome["slug"] for outcome in ACTIVE["outcome"] if outcome["state"] == "live") + "/"

PUBLIC = [
    "/en/",
    "/fr/",
    "/de/",
    "/en/about/",
    "/en/accessibility/",
    "/en/focus-groups/",
    f"/en/{GROUP}",
    f"/fr/{GROUP}",
    f"/en/{GROUP}work-programme/",
    f"/en/{GROUP}terms-of-reference/",
    f"/de/{GROUP}terms-of-reference/",
    "/en/outcomes/",
    "/en/outcomes/?format=report&format=white_paper",
    f"/en/{OUTCOME}",
    f"/de/{OUTCOME}",
    "/en/search/?q=renovation",
    "/en/search/?q=nothingofthekind",
    "/en/there-is-no-such-page/",
    "/admin/login/",
    "/demo/mails/",
]


def violations(page: Any, scope: str | None = None) -> list[str]:
    """What axe finds, one line a rule with the first place where it is broken."""
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    results = Axe().run(page, context=scope, options=options).response
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in results["violations"]]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_breaks_no_rule_of_accessibility(somebody: Any, path: str) -> None:
    visitor = somebody()
    for width in (1400, 320):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.goes_to(path)

        assert violations(visitor.page) == []
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_public_page_reads_without_javascript(somebody: Any) -> None:
    visitor = somebody(java_script_enabled=False)

    visitor.goes_to("/en/outcomes/")
    visitor.page.locator("label[for=format-report]").click()
    visitor.presses("Apply filters")

    assert "format=report" in visitor.page.url
    visitor.sees("Clear all")


def test_focus_stays_visible_with_forced_colours(somebody: Any) -> None:
    visitor = somebody(forced_colors="active")
    visitor.goes_to("/en/")

    unseen = []
    for _step in range(25):
        visitor.page.keyboard.press("Tab")
        seen = visitor.page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), l = e.labels && e.labels[0];
               const shows = c => c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0;
               const seen = shows(s) || s.boxShadow !== 'none' || (l && shows(getComputedStyle(l)));
               return e === document.body || seen || e.outerHTML.slice(0, 120); }"""
        )
        if seen is not True:
            unseen.append(seen)

    assert unseen == []


SCREENS = [
    ("chair-renovation", "/admin/focus-groups/"),
    ("support-1", "/admin/focus-groups/set-up/"),
    ("secretariat-1", "/admin/quality-control/"),
    ("secretariat-1", "/admin/focus-groups/"),
    ("translator-fr", "/admin/translation-desk/"),
]


@pytest.mark.parametrize(("who", "path"), SCREENS)
def test_a_screen_of_ours_breaks_no_rule_of_accessibility(somebody: Any, who: str, path: str) -> None:
    person = somebody(MAIL[who])
    for width in (1400, 390):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.goes_to(path)
        person.page.wait_for_timeout(400)

        assert violations(person.page, "main") == []


def test_the_screens_behind_a_link_break_no_rule_either(somebody: Any) -> None:
    secretariat = somebody(MAIL["secretariat-1"])
    secretariat.goes_to("/admin/quality-control/")
    secretariat.page.locator("main table a").first.click()
    secretariat.sees("As visitors will see it")
    review = violations(secretariat.page, "main")
    chair = somebody(MAIL["chair-renovation"])
    chair.goes_to("/admin/focus-groups/")
    chair.page.get_by_role("link", name="Members").first.click()
    chair.page.locator("h1").wait_for()
    members = violations(chair.page, "main")

    assert review == []
    assert members == []


@pytest.mark.parametrize("width", [1400, 390])
def test_a_translation_breaks_no_rule_on_the_desk(somebody: Any, width: int) -> None:
    translator = somebody(MAIL["translator-fr"])
    translator.page.set_viewport_size({"width": width, "height": 900})

    translator.goes_to("/admin/translation-desk/?show=published")
    desk = violations(translator.page, "main")
    translator.page.locator(".desk-entry a").first.click()
    translator.page.locator(".desk-segment").first.wait_for()

    assert desk == []
    assert violations(translator.page, "main") == []
