"""Every kind of public page, every screen of ours and those of Wagtail that a chair uses: axe, no sideways scrolling at
320 px, visible focus."""

import re
from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import RequestFactory
from PIL import Image
from playwright.sync_api import expect

from scm_site.demo.load import load_groups, load_people
from scm_site.views import server_error

from .people import HEIGHT, WIDTH

MAIL = {person["key"]: person["email"] for person in load_people()}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
# What Wagtail's own markup breaks (8.0.1), each rule in exactly its place; everything else is judged.
WAGTAILS = {
    # The map of the page beside the editor scrolls, while its links are out of the order of Tab until it is unfolded.
    ("scrollable-region-focusable", ".w-minimap__list"),
    # Where the table editor catches what is pasted: out of sight and out of the order of Tab.
    ("label", "#HandsontableCopyPaste"),
    ("region", "#HandsontableCopyPaste"),
}
WIDTHS = (1400, 320)
TYPED_INTO = "input:is([type=text], [type=email], [type=date]):visible, textarea:visible"
# What moves has arrived, or moves for good.
UNTIL_IT_RESTS = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() =>
    Promise.race([
        Promise.allSettled(document.getAnimations().map(animation => animation.finished)),
        new Promise(done => setTimeout(done, 300)),
    ])).then(() => true)"""
GROUPS = {group["state"]: group for group in load_groups()}
ACTIVE, CONCLUDED, ENDED, PROPOSED = (GROUPS[state] for state in ("active", "concluded", "ended_early", "proposed"))
GROUP = f"focus-groups/{ACTIVE['slug']}/"


def outcome(group: dict[str, Any], state: str) -> dict[str, Any]:
    return next(outcome for outcome in group["outcome"] if outcome["state"] == state)


OUTCOME = f"{GROUP}{outcome(ACTIVE, 'live')['slug']}/"
WITHDRAWN = f"focus-groups/{ENDED['slug']}/{outcome(ENDED, 'withdrawn')['slug']}/"

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
    "/fr/search/?q=renovation&kind=outcome&size=20",
    "/en/search/?q=nothingofthekind&format=report",
    "/en/there-is-no-such-page/",
    f"/en/{WITHDRAWN}",
    "/en/_util/login/?next=/en/about/",
    "/admin/login/",
    "/admin/password_reset/",
    "/demo/mails/",
]


def violations(page: Any, scope: str | None = None) -> list[str]:
    """What axe finds, one line a place where a rule is broken."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    broken = Axe().run(page, context=scope, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in broken
        for node in rule["nodes"]
        if (rule["id"], node["target"][-1]) not in WAGTAILS
    ]


def judged(person: Any, name: str, scope: str | None = None) -> list[str]:
    """What is wrong with the screen that ``person`` sees, or a part of it, wide and narrow."""
    found = []
    for width in WIDTHS:
        person.page.set_viewport_size({"width": width, "height": 900})
        person.page.evaluate(UNTIL_IT_RESTS)
        found += [f"{name}, {width} px: {violation}" for violation in violations(person.page, scope)]
        if person.page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{name}, {width} px: it scrolls sideways")
    person.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    return found


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_breaks_no_rule_of_accessibility(reader: Any, path: str) -> None:
    reader.goes_to(path)

    assert judged(reader, path) == []


def test_the_page_of_a_fault_breaks_no_rule_of_accessibility(somebody: Any) -> None:
    visitor, fault = somebody(), server_error(RequestFactory().get("/"))
    # Nothing fails on this site: what it would answer stands at an address of it, for the style that it loads.
    answer = {"status": fault.status_code, "content_type": "text/html", "body": fault.content.decode()}
    visitor.page.route("**/fault/", lambda route: route.fulfill(**answer))

    assert visitor.goes_to("/fault/").status == 500
    assert judged(visitor, "500") == []


def test_the_doors_of_restricted_pages_break_no_rule_of_accessibility(somebody: Any) -> None:
    secretariat, reader = somebody(MAIL["secretariat-3"]), somebody()
    reader.goes_to("/fr/_util/login/?next=/fr/")
    reader.submits("Se connecter")
    found = judged(reader, "Sign in to read, with errors")
    secretariat.goes_to("/admin/pages/search/?q=Legal+notice")
    secretariat.follows("Legal notice", inside="main")
    secretariat.presses("Toggle status")
    secretariat.presses("Change privacy")
    secretariat.page.get_by_label("Private, accessible with a shared password").check()
    secretariat.page.get_by_label("Shared password", exact=True).fill("heat")
    with secretariat.page.expect_response(lambda response: "/privacy/" in response.url):
        secretariat.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    reader.goes_to("/en/legal-notice/")
    found += judged(reader, "A password is needed")
    reader.page.get_by_label("Password").fill("cold")
    reader.submits("Continue")
    found += judged(reader, "A password is needed, with errors")

    assert found == []


def test_suggestions_and_what_unfolds_break_no_rule_of_accessibility(somebody: Any) -> None:
    visitor = somebody()
    found = []
    for path, box in (("/en/", "#home-search"), ("/de/outcomes/", "#keywords")):
        visitor.goes_to(path)
        visitor.page.locator(box).press_sequentially("ren")
        expect(visitor.page.locator(f"{box}-suggestions")).to_be_visible()
        visitor.page.keyboard.press("ArrowDown")
        found += judged(visitor, f"{path} with suggestions")
    visitor.page.keyboard.press("Escape")
    visitor.page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true; })")
    found += judged(visitor, "outcomes, all unfolded")

    assert found == []


def test_a_preview_link_and_its_screen_break_no_rule_of_accessibility(somebody: Any) -> None:
    secretariat = somebody(MAIL["secretariat-3"])
    secretariat.goes_to("/admin/focus-groups/")
    secretariat.goes_to(f"{secretariat.review_of(outcome(ACTIVE, 'draft')['title'])}preview-links/")
    secretariat.page.locator("#id_audience").fill("Advisory Board")
    secretariat.submits("Make a link")
    secretariat.page.locator("#new-link").wait_for()
    found = judged(secretariat, "Preview links")
    path = "/preview/" + secretariat.page.locator("#new-link").input_value().partition("/preview/")[2]
    visitor = somebody(java_script_enabled=False)

    visitor.goes_to(path)
    visitor.sees("Not quality-checked")
    reader = somebody()
    for address in (path, "/preview/wrong/"):
        reader.goes_to(address)
        found += judged(reader, address[:10])

    assert found == []


def test_reporting_a_problem_and_answering_it_break_no_rule_of_accessibility(somebody: Any) -> None:
    visitor, secretariat = somebody(), somebody(MAIL["secretariat-3"])
    visitor.goes_to(f"/en/{OUTCOME}")
    visitor.follows("Report a problem with this page")
    visitor.sees("You report a problem with this page:")
    found = judged(visitor, "Report a problem")
    visitor.submits("Send the report")
    visitor.sees("It is not sent yet")
    found += judged(visitor, "Report a problem, with errors")
    visitor.page.locator("#id_text").fill("A figure is wrong.")
    visitor.submits("Send the report")
    found += judged(visitor, "Thanks")
    secretariat.goes_to("/admin/quality-control/reports/?all")
    found += judged(secretariat, "Reports")
    secretariat.follows(re.compile("."), inside=".listing")
    secretariat.page.locator("#id_result").wait_for()
    found += judged(secretariat, "A report")

    assert found == []


def test_the_screen_of_corrections_breaks_no_rule_of_accessibility(somebody: Any) -> None:
    secretariat = somebody(MAIL["secretariat-3"])
    secretariat.goes_to("/admin/focus-groups/")
    live = secretariat.review_of(outcome(ACTIVE, "live")["title"])
    secretariat.goes_to(live.replace("quality-control", "outcomes") + "correct/")
    secretariat.submits("Publish the correction")

    assert judged(secretariat, "Corrections, with errors") == []


@pytest.mark.parametrize("path", [OUTCOME, f"{GROUP}work-programme/"])
def test_the_record_of_quality_control_breaks_no_rule_of_accessibility(somebody: Any, path: str) -> None:
    visitor = somebody()
    visitor.goes_to(f"/fr/{path}")

    visitor.page.locator("main a[href*='/quality-control/']").first.click()

    assert "/fr/id/" in visitor.page.url
    assert judged(visitor, visitor.page.url) == []


def test_a_public_page_reads_without_javascript(somebody: Any) -> None:
    visitor = somebody(java_script_enabled=False)

    visitor.goes_to("/en/outcomes/")
    visitor.page.locator("label[for=format-report]").click()
    visitor.submits("Apply filters")

    assert "format=report" in visitor.page.url
    visitor.sees("Clear all")


def test_no_screen_of_a_chair_breaks_a_rule(somebody: Any) -> None:
    chair = somebody(MAIL[ACTIVE["chair"]])
    pages = [ACTIVE["name"], "Work programme", "Terms of Reference"]
    pages += [outcome(ACTIVE, state)["title"] for state in ("live", "draft", "in_review", "returned")]
    addresses = {title: chair.address_of(title) for title in pages}
    addresses["Members"] = chair.address_of(re.compile("^Members"))

    found = judged(chair, "My groups")
    for name, address in (addresses | {"Help": "/admin/help/", "Account": "/admin/account/"}).items():
        chair.goes_to(address)
        found += judged(chair, name)

    assert found == []


def test_adding_an_outcome_and_choosing_files_breaks_no_rule(somebody: Any) -> None:
    chair = somebody(MAIL[ACTIVE["chair"]])
    chair.follows(re.compile("^Add outcome"))
    chair.page.locator("#scm-checklist").wait_for()

    found = judged(chair, "Add outcome")
    for field, kind, button in (("files", None, "Choose a document"), ("body", "Picture", "Choose an image")):
        chair.adds_block(field, kind)
        chair.in_block(field).get_by_role("button", name=button).click()
        chair.page.locator(".modal-body").get_by_role("tab", name="Upload").click()
        found += judged(chair, button, ".modal")
        chair.page.keyboard.press("Escape")
        expect(chair.page.locator(".modal-body")).to_have_count(0)

    assert found == []


def test_no_screen_of_the_support_team_and_the_secretariat_breaks_a_rule(somebody: Any) -> None:
    support = somebody(MAIL["support-1"])
    found = judged(support, "All focus groups")
    support.goes_to("/admin/focus-groups/set-up/")
    support.submits("Set up the group")
    found += judged(support, "Set up, with errors")
    support.goes_to("/admin/help/")
    found += judged(support, "Help of the support team")
    secretariat = somebody(MAIL["secretariat-3"])
    found += judged(secretariat, "Queue")
    secretariat.goes_to("/admin/focus-groups/")
    waiting, live = (secretariat.review_of(outcome(ACTIVE, state)["title"]) for state in ("in_review", "live"))
    addresses = {
        "Review": waiting,
        "Review of what is public": live,
        "History": f"{live}history/",
        "Withdraw": f"{live}withdraw/",
        "Questions": "/admin/quality-control/questions/",
        "Change the questions": "/admin/quality-control/questions/delivery/",
        "How long it takes": "/admin/quality-control/times/",
        "What visitors seek": "/admin/empty-searches/",
        "Search promotions": "/admin/searchpicks/",
        "Add a search promotion": "/admin/searchpicks/add/",
        "Help of the Secretariat": "/admin/help/",
        "Log": "/admin/log/",
        "Mails and jobs": "/admin/mails-and-jobs/",
        "Confirm": secretariat.address_of(re.compile(f"^Confirm chair and co-chair.*{PROPOSED['name']}")),
        "Record a step": secretariat.address_of(re.compile(f"^Record a step.*{ACTIVE['name']}")),
        "Change the address": live.replace("quality-control", "address"),
        "Request translations": live.replace("quality-control", "translation-desk/request"),
        "Translations": "/admin/translation-desk/",
        "Site settings": "/admin/settings/scm_site/sitesettings/",
    }

    for name, address in addresses.items():
        assert secretariat.goes_to(address).ok
        found += judged(secretariat, name)
    for name, button in (
        ("Withdraw", "Withdraw"),
        ("Confirm", "Confirm both"),
        ("Record a step", "Record it"),
        ("Change the address", "Change the address"),
        ("Add a search promotion", "Create"),
    ):
        secretariat.goes_to(addresses[name])
        form = secretariat.page.locator("main form").last
        for box in form.locator(TYPED_INTO).all():
            box.fill("")
        for choice in form.locator("select:has(option[value=''])").all():
            choice.select_option("")
        secretariat.submits(button)
        assert secretariat.path() == addresses[name]
        found += judged(secretariat, f"{name}, with errors")

    assert found == []


def test_the_help_of_an_operator_breaks_no_rule(somebody: Any) -> None:
    operator = somebody("administrator@scm.example")
    operator.goes_to("/admin/help/")

    assert judged(operator, "Help of an operator") == []


def test_a_refused_decision_breaks_no_rule_and_takes_the_reader_to_each_problem(somebody: Any) -> None:
    secretariat = somebody(MAIL["secretariat-3"])
    secretariat.opens_review(outcome(ACTIVE, "in_review")["title"])
    page = secretariat.page
    page.get_by_label("Point 1: what to mend").fill("Say which law it is.")
    page.locator(".scm-question input").first.check()

    secretariat.submits("Approve and publish")

    expect(page.locator(".scm-problems")).to_be_focused()
    page.locator(".scm-problems a").first.click()
    expect(page.locator(".scm-question input").nth(1)).to_be_focused()
    expect(page.locator(".scm-question input").first).to_be_checked()
    expect(page.get_by_label("Point 1: what to mend")).to_have_value("Say which law it is.")
    assert judged(secretariat, "A refused approval") == []
    for _number in range(2, 51):
        secretariat.presses("Add a point")
    secretariat.sees("A return has at most 50 points")
    expect(page.get_by_role("button", name="Add a point")).to_be_hidden()


def test_no_screen_of_a_translator_breaks_a_rule(somebody: Any) -> None:
    title = outcome(CONCLUDED, "live")["title"]
    secretariat = somebody(MAIL["secretariat-1"])
    secretariat.goes_to("/admin/focus-groups/")
    secretariat.goes_to(secretariat.review_of(title).replace("quality-control", "translation-desk/request"))
    secretariat.page.get_by_label("Deutsch").check()
    with secretariat.page.expect_navigation():
        secretariat.page.locator("main").get_by_role("button", name="Request translations").click()
    translator = somebody(MAIL["translator-de"])

    found = judged(translator, "Desk")
    translator.goes_to("/admin/help/")
    found += judged(translator, "Help of a translator")
    translator.goes_to("/admin/translation-desk/")
    translator.follows(title)
    translator.page.locator(".desk-segment").first.wait_for()
    found += judged(translator, "Translate")
    with translator.page.expect_navigation():
        translator.page.locator("form button[formaction]").click()
    translator.page.locator("#problems").wait_for()
    found += judged(translator, "Submitted too early")
    translator.goes_to("/admin/translation-desk/?show=published")
    found += judged(translator, "What is published")
    translator.page.locator(".desk-entry a").first.click()
    translator.page.locator(".desk-segment").first.wait_for()
    found += judged(translator, "A published translation")

    assert found == []


# Inside a frame or the parts of a date the focus is shown by what stands there, which the page cannot ask.
IS_SEEN = """() => {
    const e = document.activeElement, label = e.labels && e.labels[0];
    const shows = element => {
        const style = getComputedStyle(element);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    };
    const isInside = e === document.body || e.tagName === 'IFRAME' || (e.type === 'date' && e === window.before);
    window.before = e;
    return isInside || shows(e) || (label && shows(label)) || e.outerHTML.slice(0, 120);
}"""


def unseen(person: Any, path: str, steps: int) -> list[str]:
    """What takes the focus on the way through a page and does not show it."""
    person.goes_to(path)
    person.page.wait_for_load_state("networkidle")
    found = []
    for _step in range(steps):
        person.page.keyboard.press("Tab")
        if (seen := person.page.evaluate(IS_SEEN)) is not True:
            found.append(f"{path}: {seen}")
    return found


def test_focus_stays_visible_with_forced_colours_on_public_pages(somebody: Any) -> None:
    visitor = somebody(forced_colors="active")
    paths = ["/en/", f"/en/{GROUP}", "/en/outcomes/", f"/en/{OUTCOME}", "/de/search/?q=renovation", "/admin/login/"]

    assert [line for path in paths for line in unseen(visitor, path, 40)] == []


def ground(place: Any) -> Any:
    """The colour behind what stands there as it is painted: a style does not say what forced colours make of it."""
    return Image.open(BytesIO(place.screenshot())).getpixel((5, 5))


def test_the_chosen_suggestion_stands_out_with_forced_colours(somebody: Any) -> None:
    visitor = somebody(forced_colors="active")
    visitor.goes_to("/en/")
    visitor.page.locator("#home-search").press_sequentially("ren")
    expect(visitor.page.locator("#home-search-suggestions")).to_be_visible()
    visitor.page.keyboard.press("ArrowDown")

    options = visitor.page.locator("#home-search-suggestions .site-suggestions__option")
    assert ground(options.nth(0)) != ground(options.nth(1))


def test_focus_stays_visible_with_forced_colours_on_our_screens(somebody: Any) -> None:
    chair = somebody(MAIL[ACTIVE["chair"]], forced_colors="active")
    draft, members = chair.address_of(outcome(ACTIVE, "draft")["title"]), chair.address_of(re.compile("^Members"))
    secretariat = somebody(MAIL["secretariat-3"], forced_colors="active")
    secretariat.goes_to("/admin/focus-groups/")
    review = secretariat.review_of(outcome(ACTIVE, "in_review")["title"])

    found = [line for path in ("/admin/focus-groups/", draft, members) for line in unseen(chair, path, 50)]
    found += [line for path in ("/admin/quality-control/", review) for line in unseen(secretariat, path, 40)]
    found += unseen(secretariat, "/admin/translation-desk/", 20)

    assert found == []
