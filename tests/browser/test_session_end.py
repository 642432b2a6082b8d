"""A session ends while somebody writes: the screen says so, keeps the text, and saves it after signing in beside it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from scm_site.demo.accounts import PASSWORD
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


def signs_out_elsewhere(person: Any) -> None:
    """As if in another tab of this browser: the one with the text knows nothing of it."""
    person.page.context.clear_cookies(name="sessionid")


def signs_in_beside(person: Any, email: str) -> None:
    """By the link of the notice, in a new tab; then back to the text."""
    with person.page.context.expect_page() as opened:
        person.page.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.locator("input[name=username]").fill(email)
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_text("Close this tab and go back to the one with your text")).to_be_visible()
    tab.close()
    person.page.bring_to_front()
    person.page.evaluate("window.dispatchEvent(new Event('focus'))")


@pytest.mark.parametrize("button", ["Save draft", None])
def test_the_editor_keeps_the_text_and_saves_it_after_signing_in_anew(somebody: Any, button: str | None) -> None:
    text = f"Written after the session had ended, {button or 'saved by itself'}."
    chair = somebody(CHAIR)
    chair.opens_draft(DRAFT)
    chair.page.wait_for_timeout(WATCHES)
    signs_out_elsewhere(chair)

    abstract_of(chair).fill(text)
    if button:
        chair.presses(button)
    chair.sees(ENDED)
    chair.takes_picture("session-ended", ".session-notice")
    signs_in_beside(chair, CHAIR)

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
    signs_out_elsewhere(reviewer)

    reviewer.fills(re.compile("^Point 1: what to mend"), "Say who decides.")
    reviewer.presses(re.compile("^Return$"))
    reviewer.sees(ENDED)
    signs_in_beside(reviewer, MAIL["secretariat-2"])
    reviewer.sees("You are signed in again. Save now.")
    reviewer.presses(re.compile("^Return$"))

    reviewer.sees("Returned. Its authors have a mail")


def test_somebody_else_who_signed_in_does_not_save_it(somebody: Any) -> None:
    chair = somebody(CHAIR)
    chair.opens_draft(DRAFT)
    chair.page.wait_for_timeout(WATCHES)
    signs_out_elsewhere(chair)
    abstract_of(chair).fill("Mine.")
    chair.sees(ENDED)

    signs_in_beside(chair, MAIL["secretariat-1"])

    chair.sees("Somebody else is signed in now in this browser")
    expect(abstract_of(chair)).to_have_value("Mine.")
