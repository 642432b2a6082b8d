"""The main tasks with the keyboard alone: send, return, approve, request, translate. Tab, Space, Enter and typing."""

import re
from typing import Any

from scm_site.demo.load import load_groups, load_people

MAIL = {person["key"]: person["email"] for person in load_people()}
RENOVATION = next(group for group in load_groups() if group["state"] == "active")
CHAIR = MAIL[RENOVATION["chair"]]
REVIEWER = MAIL["secretariat-2"]
LONGEST_WALK = 400
NAME_OF_FOCUS = """() => { const e = document.activeElement; if (!e || e === document.body) return '';
    return (e.getAttribute('aria-label') || (e.labels && e.labels[0] && e.labels[0].innerText)
        || e.innerText || e.value || '').trim(); }"""


def title_of(state: str) -> str:
    return next(outcome["title"] for outcome in RENOVATION["outcome"] if outcome["state"] == state)


def walks_to(person: Any, name: str | re.Pattern[str], tag: str | None = None) -> None:
    """Press Tab until the focus is on what is called ``name``."""
    pattern = re.compile(re.escape(name)) if isinstance(name, str) else name
    for _step in range(LONGEST_WALK):
        person.page.keyboard.press("Tab")
        if tag and person.page.evaluate("document.activeElement.tagName") != tag:
            continue
        if pattern.search(person.page.evaluate(NAME_OF_FOCUS)):
            return
    raise AssertionError(f"the keyboard does not reach {pattern.pattern!r} on {person.path()}")


def presses_enter(person: Any, wait_for: str | re.Pattern[str]) -> None:
    person.page.keyboard.press("Enter")
    person.sees(wait_for)


def answers_and_sends(chair: Any) -> None:
    """The one point is mended, and a note says why the rest stays as it is."""
    walks_to(chair, re.compile("^Done$"), "INPUT")
    chair.page.keyboard.press("Space")
    walks_to(chair, "Note to the reviewer", "TEXTAREA")
    chair.page.keyboard.type("The group agreed on it after the work programme.")
    walks_to(chair, "Send to quality control", "BUTTON")
    presses_enter(chair, "was sent to quality control")


def test_a_chair_sends_a_secretary_returns_and_another_approves(somebody: Any) -> None:
    returned = title_of("returned")
    chair = somebody(CHAIR)
    walks_to(chair, re.compile(f"^{re.escape(returned)}$"), "A")
    presses_enter(chair, "Points to mend")
    answers_and_sends(chair)

    reviewer = somebody(REVIEWER)
    walks_to(reviewer, re.compile(f"^{re.escape(returned)}$"), "A")
    presses_enter(reviewer, "As visitors will see it")
    walks_to(reviewer, "Point 1: what to mend", "TEXTAREA")
    reviewer.page.keyboard.type("Say in which winter it was measured.")
    walks_to(reviewer, re.compile("^Return$"), "BUTTON")
    presses_enter(reviewer, "Returned. Its authors have a mail")

    chair.goes_to("/admin/focus-groups/")
    walks_to(chair, re.compile(f"^{re.escape(returned)}$"), "A")
    presses_enter(chair, "Say in which winter it was measured.")
    answers_and_sends(chair)

    reviewer.opens("Quality control")
    walks_to(reviewer, re.compile(f"^{re.escape(returned)}$"), "A")
    presses_enter(reviewer, "As visitors will see it")
    for _question in range(6):
        walks_to(reviewer, re.compile("."), "INPUT")
        while reviewer.page.evaluate("document.activeElement.type") != "checkbox":
            walks_to(reviewer, re.compile("."), "INPUT")
        reviewer.page.keyboard.press("Space")
    walks_to(reviewer, "Approve and publish", "BUTTON")
    presses_enter(reviewer, "is approved and public")


def test_a_secretary_requests_and_a_translator_translates(somebody: Any) -> None:
    title = next(group["name"] for group in load_groups() if group["state"] == "concluded")
    secretariat = somebody(MAIL["secretariat-1"])
    walks_to(secretariat, "My groups", "A")
    presses_enter(secretariat, "All focus groups")
    walks_to(secretariat, "Name or reference", "INPUT")
    secretariat.page.keyboard.type(title)
    secretariat.page.keyboard.press("Enter")
    secretariat.page.wait_for_url(re.compile("q="))
    walks_to(secretariat, re.compile(f"^Quality control.*{re.escape(title)}$", re.S), "A")
    presses_enter(secretariat, "As visitors will see it")
    walks_to(secretariat, "Request translations", "A")
    presses_enter(secretariat, "as it is public now")
    walks_to(secretariat, "français", "INPUT")
    secretariat.page.keyboard.press("Space")
    walks_to(secretariat, "Request translations", "BUTTON")
    secretariat.page.keyboard.press("Enter")
    secretariat.page.wait_for_load_state()

    translator = somebody(MAIL["translator-fr"])
    walks_to(translator, title, "A")
    translator.page.keyboard.press("Enter")
    translator.page.locator(".desk-segment").first.wait_for()
    texts = translator.page.locator("textarea").count()
    _types_into_texts(translator, 1)
    walks_to(translator, re.compile("^Submit for the linguistic check"), "BUTTON")
    presses_enter(translator, "Still to translate:")
    assert translator.page.locator("textarea").first.input_value() == "Texte en français"

    _types_into_texts(translator, texts)
    walks_to(translator, re.compile("^Submit for the linguistic check"), "BUTTON")
    presses_enter(translator, re.compile("With the linguistic reviewer since"))


def _types_into_texts(translator: Any, number: int) -> None:
    for _text in range(number):
        walks_to(translator, re.compile("."), "TEXTAREA")
        translator.page.keyboard.press("Control+a")
        translator.page.keyboard.type("Texte en français")


def test_what_is_in_quality_control_cannot_be_typed_into(somebody: Any) -> None:
    chair = somebody(CHAIR)
    chair.opens_draft(title_of("in_review"))
    chair.page.locator("[data-streamfield-child]").first.wait_for()
    before = [box.input_value() for box in chair.page.locator("[name=title], [name=abstract]").all()]
    walks_to(chair, "Title", "INPUT")
    chair.page.keyboard.type("Another title")
    walks_to(chair, "Abstract", "TEXTAREA")
    chair.page.keyboard.type("Another abstract")

    assert [box.input_value() for box in chair.page.locator("[name=title], [name=abstract]").all()] == before
    assert chair.page.locator("[contenteditable=true], .w-panel__content select:enabled").count() == 0
    assert chair.page.locator(".c-sf-add-button:visible, [data-streamfield-action]:visible").count() == 0
    assert chair.page.get_by_role("button", name="Take back to edit").is_enabled()
