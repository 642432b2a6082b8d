"""The main tasks with the keyboard alone: Tab, Space, Enter, arrows and typing. After the sign-in no address is typed and
nothing is clicked."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from scm_site.demo.load import load_groups, load_people

MAIL = {person["key"]: person["email"] for person in load_people()}
GROUPS = {group["state"]: group for group in load_groups()}
RENOVATION, FORMING, CONCLUDED = (GROUPS[state] for state in ("active", "forming", "concluded"))
PDF = Path(__file__).parent / "data" / "heat.pdf"
LONGEST_WALK = 400
NAME_OF_FOCUS = """() => { const e = document.activeElement; if (!e || e === document.body) return '';
    return (e.getAttribute('aria-label') || (e.labels && e.labels[0] && e.labels[0].innerText)
        || e.innerText || e.value || e.title
        || document.getElementById(e.getAttribute('aria-labelledby'))?.innerText || '').trim(); }"""


def title_of(state: str) -> str:
    return next(outcome["title"] for outcome in RENOVATION["outcome"] if outcome["state"] == state)


def exactly(name: str) -> re.Pattern[str]:
    return re.compile(f"^{re.escape(name)}$")


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


def types_into(person: Any, name: str | re.Pattern[str], text: str, tag: str = "INPUT") -> None:
    """In place of what stands there."""
    walks_to(person, name, tag)
    person.page.keyboard.press("Control+a")
    person.page.keyboard.type(text)


def chooses(person: Any, name: str | re.Pattern[str], option: str) -> None:
    """From a list, by typing what the option begins with."""
    walks_to(person, name, "SELECT")
    person.page.keyboard.type(option)


def ticks(person: Any, name: str | re.Pattern[str]) -> None:
    walks_to(person, name, "INPUT")
    person.page.keyboard.press("Space")


def sends(chair: Any) -> None:
    types_into(chair, "Note to the reviewer", "The group agreed on it after the work programme.", "TEXTAREA")
    walks_to(chair, "Send to quality control", "BUTTON")
    presses_enter(chair, "was sent to quality control")


def approves(reviewer: Any, title: str) -> None:
    """From the list that the reviewer has landed on."""
    presses_enter(reviewer, "As visitors will see it")
    questions = reviewer.page.locator(".scm-question input")
    for number in range(questions.count()):
        walks_to(reviewer, re.compile("."), "INPUT")
        while reviewer.page.evaluate("document.activeElement.type") != "checkbox":
            walks_to(reviewer, re.compile("."), "INPUT")
        reviewer.page.keyboard.press("Space")
        expect(questions.nth(number)).to_be_checked()
    walks_to(reviewer, "Approve and publish", "BUTTON")
    presses_enter(reviewer, f"“{title}” is approved and public")


def test_an_outcome_is_sent_returned_mended_approved_and_becomes_french(somebody: Any) -> None:
    somebody = cache(somebody)  # Everybody stays at the own browser.
    title = title_of("returned")
    chair = somebody(MAIL[RENOVATION["chair"]])
    walks_to(chair, exactly(title), "A")
    presses_enter(chair, "Points to mend")
    ticks(chair, exactly("Done"))
    sends(chair)
    _a_secretary_returns_it(somebody(MAIL["secretariat-2"]), title)
    _the_chair_mends_it_and_sends_it_again(chair, title)
    another = somebody(MAIL["secretariat-3"])
    walks_to(another, exactly(title), "A")
    approves(another, title)
    _french_is_requested(somebody(MAIL["secretariat-1"]), title)
    french = _a_translator_translates_it(somebody(MAIL["translator-fr"]), title)
    second = somebody(MAIL["reviewer-fr"])
    walks_to(second, re.compile(f"^Check it.*{re.escape(title)}$", re.S), "A")
    approves(second, french)


def _a_secretary_returns_it(secretary: Any, title: str) -> None:
    walks_to(secretary, exactly(title), "A")
    presses_enter(secretary, "As visitors will see it")
    types_into(secretary, "Point 1: what to mend", "Say in which winter it was measured.", "TEXTAREA")
    walks_to(secretary, exactly("Return"), "BUTTON")
    presses_enter(secretary, "Returned. Its authors have a mail")


def _the_chair_mends_it_and_sends_it_again(chair: Any, title: str) -> None:
    walks_to(chair, exactly("My groups"), "A")
    presses_enter(chair, "Say in which winter it was measured.")
    walks_to(chair, exactly(title), "A")
    presses_enter(chair, "Points to mend")
    ticks(chair, exactly("Done"))
    # On from here are lists in rich text, which must let go of the focus before the note is reached.
    types_into(
        chair, "Abstract", "Measured in the winter after the renovation, in every room of the blocks.", "TEXTAREA"
    )
    sends(chair)


def _french_is_requested(secretary: Any, title: str) -> None:
    walks_to(secretary, "My groups", "A")
    presses_enter(secretary, "All focus groups")
    types_into(secretary, "Name or reference", RENOVATION["name"])
    secretary.page.keyboard.press("Enter")
    secretary.page.wait_for_url(re.compile("q="))
    walks_to(secretary, re.compile(f"^Quality control.*{re.escape(title)}$", re.S), "A")
    presses_enter(secretary, "As visitors will see it")
    walks_to(secretary, "Request translations", "A")
    presses_enter(secretary, "as it is public now")
    ticks(secretary, "français")
    walks_to(secretary, "Request translations", "BUTTON")
    secretary.page.keyboard.press("Enter")
    secretary.page.wait_for_load_state()


def _a_translator_translates_it(translator: Any, title: str) -> str:
    """Returns how it is called in French."""
    walks_to(translator, title, "A")
    translator.page.keyboard.press("Enter")
    translator.page.locator(".desk-segment").first.wait_for()
    texts = translator.page.locator("textarea").count()
    french = "Texte en français"
    types_into(translator, re.compile("."), french, "TEXTAREA")
    walks_to(translator, re.compile("^Submit for the linguistic check"), "BUTTON")
    presses_enter(translator, "Still to translate:")
    assert translator.page.locator("textarea").first.input_value() == french
    for _text in range(texts):
        types_into(translator, re.compile("."), french, "TEXTAREA")
    walks_to(translator, re.compile("^Submit for the linguistic check"), "BUTTON")
    presses_enter(translator, re.compile("With the linguistic reviewer since"))
    return french


def test_a_chair_adds_a_participant_fills_in_the_terms_and_adds_an_outcome_with_a_file(somebody: Any) -> None:
    chair = somebody(MAIL[RENOVATION["chair"]])
    walks_to(chair, re.compile("^Members"), "A")
    presses_enter(chair, "Members now")
    types_into(chair, re.compile("^Name"), "Lena Example")
    types_into(chair, "Organisation", "City of Oldtown")
    ticks(chair, "Has agreed to be named in public")
    walks_to(chair, exactly("Add"), "BUTTON")
    presses_enter(chair, "Lena Example is a member now.")
    walks_to(chair, exactly("My groups"), "A")
    presses_enter(chair, "What is due")
    walks_to(chair, exactly("Terms of Reference"), "A")
    presses_enter(chair, "Fill in from the group's data")
    walks_to(chair, "Fill in from the group's data", "BUTTON")
    presses_enter(chair, "Filled in.")
    expect(chair.page.locator(".scm-snapshot")).to_contain_text("Lena Example")
    walks_to(chair, exactly("My groups"), "A")
    presses_enter(chair, "What is due")
    walks_to(chair, re.compile("^Add outcome"), "A")
    presses_enter(chair, "Still missing")
    _writes_an_outcome_with_a_file(chair)
    sends(chair)


def _writes_an_outcome_with_a_file(chair: Any) -> None:
    keys = chair.page.keyboard
    chair.page.on("filechooser", lambda chooser: chooser.set_files(PDF))
    types_into(chair, "Title", "Winter in the stairwell")
    chooses(chair, "Format", "Report")
    types_into(chair, "Abstract", "What neighbours measured in the stairwells of nine blocks.", "TEXTAREA")
    walks_to(chair, exactly("Files"), "A")
    walks_to(chair, "Insert a block", "BUTTON")
    keys.press("Enter")
    walks_to(chair, "Choose a document", "BUTTON")
    keys.press("Enter")
    expect(chair.page.get_by_role("dialog", name="Choose a document")).to_be_focused()
    walks_to(chair, exactly("Search"), "A")
    keys.press("ArrowRight")
    window = chair.page.locator(".modal")
    expect(window.get_by_label("Title")).to_be_visible()
    expect(window.get_by_role("tab", name="Upload")).to_be_focused()
    walks_to(chair, re.compile("^File"), "INPUT")
    keys.press("Space")
    expect(window.locator("input[type=file]")).to_have_value(re.compile("heat.pdf$"))
    expect(window.get_by_label("Title")).to_have_value("heat")
    types_into(chair, "Title", "Heat in the stairwell")
    walks_to(chair, exactly("Upload"), "BUTTON")
    presses_enter(chair, "Heat in the stairwell")
    expect(chair.page.locator(".chooser button:focus")).to_be_visible()
    chooses(chair, "Language", "English")
    chooses(chair, "Licence", "Creative Commons")


def test_what_is_in_quality_control_cannot_be_typed_into(somebody: Any) -> None:
    chair = somebody(MAIL[RENOVATION["chair"]])
    walks_to(chair, exactly(title_of("in_review")), "A")
    chair.page.keyboard.press("Enter")
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
