"""A session ends while somebody writes: the screen says so, keeps the text, and saves it after signing in beside it.
On a new outcome and on the translation desk the main story plays it."""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from scm_site.demo.load import load_groups, load_people

MAIL = {person["key"]: person["email"] for person in load_people()}
RENOVATION = next(group for group in load_groups() if group["state"] == "active")
CHAIR = MAIL[RENOVATION["chair"]]
DRAFT = next(outcome["title"] for outcome in RENOVATION["outcome"] if outcome["state"] == "draft")
ENDED = "Your session has ended"
# The editor begins to save by itself two seconds after it opened.
WATCHES = 3000


def abstract_of(person: Any) -> Locator:
    return person.page.locator("textarea[name=abstract]")


def test_the_editor_keeps_the_text_and_saves_it_after_signing_in_anew(somebody: Any) -> None:
    chair = somebody(CHAIR)
    chair.opens_draft(DRAFT)
    chair.page.wait_for_timeout(WATCHES)
    for button in (None, "Save draft"):
        text = f"Written after the session had ended, {button or 'saved by itself'}."
        chair.is_signed_out()

        abstract_of(chair).fill(text)
        if button:
            chair.presses(button)
        chair.sees(ENDED)
        chair.takes_picture("session-ended", ".session-notice")
        chair.signs_in_beside(CHAIR)

        expect(abstract_of(chair)).to_have_value(text)
        if button:
            chair.submits(button)
        expect(chair.page.locator(".session-notice")).to_have_count(0)
    chair.opens_draft(DRAFT)
    expect(abstract_of(chair)).to_have_value(text)


def test_what_is_sent_too_late_is_still_sent_as_what_it_was(somebody: Any) -> None:
    reviewer = somebody(MAIL["secretariat-2"])
    title = next(outcome["title"] for outcome in RENOVATION["outcome"] if outcome["state"] == "in_review")
    reviewer.opens_review(title)
    reviewer.is_signed_out()

    reviewer.fills(re.compile("^Point 1: what to mend"), "Say who decides.")
    reviewer.presses(re.compile("^Return$"))
    reviewer.sees(ENDED)
    reviewer.signs_in_beside(MAIL["secretariat-2"], comes_back="visibilitychange")
    reviewer.sees("You are signed in again. Save now.")
    reviewer.presses(re.compile("^Return$"))

    reviewer.sees("Returned. Its authors have a mail")


def test_somebody_else_who_signed_in_does_not_save_it(somebody: Any) -> None:
    chair = somebody(CHAIR)
    chair.opens_draft(DRAFT)
    chair.page.wait_for_timeout(WATCHES)
    chair.is_signed_out()
    abstract_of(chair).fill("Mine.")
    chair.sees(ENDED)

    chair.signs_in_beside(MAIL["secretariat-1"])

    chair.sees("Somebody else is signed in now in this browser")
    expect(abstract_of(chair)).to_have_value("Mine.")
