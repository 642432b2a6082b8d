"""Quality control at its finest: taken back, taken, handed over, shown to the Board, mended, confirmed, scheduled, corrected,
told. Clicks only: an address is typed to enter the site and from a preview link that was given on."""

import csv
import re
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from scm_site.demo.load import load_groups, load_people

from .people import Visitor
from .test_accessibility import judged

MAIL = {person["key"]: person["email"] for person in load_people()}
GROUP = next(group for group in load_groups() if group["state"] == "active")
# No other story changes it.
OUTCOME = [outcome for outcome in GROUP["outcome"] if outcome["state"] == "live"][-1]
TITLE = OUTCOME["title"]
WRITTEN, MENDED = (
    "Three districts tried one file for the hole block.",
    "Three districts tried one file for the whole block.",
)
ASKED = "Is it what the work programme agreed, in content and in format?"
WRONG = "Version 1.0 named two districts; there were three."


def test_a_new_version_with_small_fixes_a_schedule_and_a_correction(somebody: Any) -> None:
    chair, first, second = (somebody(MAIL[key]) for key in (GROUP["chair"], "secretariat-3", "secretariat-2"))
    visitor = somebody()
    _the_chair_sends_a_new_version_takes_it_back_and_sends_it_again(chair)
    _it_is_taken_and_handed_over(first, second)
    _the_board_reads_the_draft(somebody(), first)
    _small_fixes_are_made_and_confirmed(chair, second)
    _it_is_scheduled_and_after_all_published_at_once(visitor, first)
    _a_reader_reports_a_problem_and_gets_an_answer(somebody(java_script_enabled=False), first)
    _a_correction_is_published(visitor, first)
    _what_happened_is_told(first)
    _a_mail_is_sent_again(first)
    _the_questions_change(first, chair)


def _the_chair_sends_a_new_version_takes_it_back_and_sends_it_again(chair: Any) -> None:
    chair.opens_draft(TITLE)
    chair.page.locator("#id_abstract").fill("Three districts tried one file.")
    chair.sends()
    expect(chair.page.locator("#id_abstract")).not_to_be_editable()
    chair.submits("Take back to edit")
    chair.page.locator("#id_abstract").fill(WRITTEN)
    chair.sends()


def _it_is_taken_and_handed_over(first: Any, second: Any) -> None:
    first.opens_review(TITLE)
    changed = first.page.locator("#changes ~ *").first
    expect(changed.locator("summary")).to_contain_text("Since version 1.0")
    expect(changed.locator("ins").first).to_be_visible()
    expect(changed.locator("ins").first).to_contain_text("added:")
    expect(changed.locator("del").first).to_contain_text("removed:")
    assert judged(first, "The review of a second version", "main") == []
    first.submits("I take this")
    first.sees(re.compile("You have had it since"))
    first.takes_picture("taken", ".scm-taking")
    first.page.get_by_label("Hand over to").select_option(label="Tomas Brandl-Ruiz")
    first.submits("Hand over")
    first.sees(re.compile("Tomas Brandl-Ruiz has had it since"))
    second.follows_mail(f"For you to decide: {TITLE}", "over to you")
    second.sees(re.compile("You have had it since"))


def _the_board_reads_the_draft(reader: Any, secretariat: Any) -> None:
    secretariat.opens_review(TITLE)
    secretariat.follows("Preview links")
    secretariat.page.locator("#id_audience").fill("Advisory Board, spring meeting")
    secretariat.submits("Make a link")
    address = secretariat.page.locator("#new-link").input_value()
    secretariat.takes_picture("preview-links", "main h1", "main form")
    path = "/preview/" + address.partition("/preview/")[2]
    assert reader.goes_to(path).status == 200
    reader.sees("Not quality-checked")
    reader.sees(WRITTEN)
    reader.takes_picture("preview")
    secretariat.page.reload()
    secretariat.sees(re.compile("opened once"))
    secretariat.submits("Revoke")
    secretariat.sees(re.compile("Revoked on"))
    assert reader.goes_to(path).status == 404
    reader.does_not_see(WRITTEN)


def _small_fixes_are_made_and_confirmed(chair: Any, reviewer: Any) -> None:
    reviewer.opens_review(TITLE)
    reviewer.submits("Make small fixes")
    assert judged(reviewer, "Who else is in the editor", "header") == []
    reviewer.page.locator("#id_abstract").fill(MENDED)
    reviewer.saves_draft()
    reviewer.opens_review(TITLE)
    reviewer.takes_picture("small-fixes", "section[aria-labelledby=fixes-title]")
    assert judged(reviewer, "Small fixes", "section[aria-labelledby=fixes-title]") == []
    reviewer.submits("Ask the group to confirm")
    reviewer.sees("The group has a mail and is asked to confirm.")
    expect(reviewer.page.get_by_role("button", name="Approve and publish")).to_have_count(0)
    chair.follows_mail(f"Please confirm small fixes: {TITLE}", "made small fixes")
    fixes = chair.page.locator("#scm-checklist")
    expect(fixes.get_by_role("heading", name="Small fixes to confirm")).to_be_visible()
    expect(fixes.locator("ins").first).to_contain_text("whole")
    assert judged(chair, "Small fixes above the fields", "#scm-checklist") == []
    chair.takes_picture("confirm-small-fixes", "#scm-checklist")
    chair.submits("Confirm the small fixes")
    chair.sees("Confirmed. Somebody else of the Secretariat approves it now.")
    reviewer.opens_review(TITLE)
    reviewer.sees(re.compile("You cannot decide here"))


def _it_is_scheduled_and_after_all_published_at_once(visitor: Any, reviewer: Any) -> None:
    reviewer.opens_review(TITLE)
    reviewer.answers_yes()
    later = timezone.localtime() + timedelta(days=2)
    reviewer.page.locator("#id_publish_at").fill(later.strftime("%Y-%m-%dT10:00"))
    reviewer.submits("Approve and publish")
    reviewer.opens_review_of_all(TITLE)
    reviewer.sees(re.compile("it will be published on"))
    reviewer.takes_picture("scheduled")
    visitor.goes_to("/")
    visitor.finds(TITLE)
    visitor.does_not_see(MENDED)
    reviewer.submits("Cancel the schedule")
    reviewer.says_yes()
    visitor.page.reload()
    visitor.sees(MENDED)
    visitor.sees(re.compile(r"[Vv]ersion 1\.1"))


def _a_reader_reports_a_problem_and_gets_an_answer(reader: Any, secretariat: Any) -> None:
    reader.goes_to("/")
    reader.finds(TITLE)
    reader.follows(re.compile("Deutsch"), inside="#languages")
    reader.follows("Ein Problem mit dieser Seite melden")
    reader.presses("Meldung senden")
    reader.sees("Sagen Sie, was falsch ist.")
    reader.page.locator("#id_text").fill("Es waren drei Quartiere, nicht zwei.")
    reader.page.locator("#id_email").fill("leserin@stadt.example")
    reader.presses("Meldung senden")
    reader.sees("Danke für Ihre Meldung")
    secretariat.opens("Quality control")
    secretariat.follows(re.compile("that (a reader|readers) reported"))
    reported = secretariat.page.locator(".listing tr", has_text="Es waren drei Quartiere")
    reported.get_by_role("link").click()
    secretariat.page.locator("#id_result").select_option("corrected")
    secretariat.page.locator("#id_answer").fill("Danke, das ist berichtigt.")
    secretariat.takes_picture("report", "main h1", "main form")
    secretariat.submits("Answer it")
    secretariat.sees("Answered.")
    expect(reported).to_have_count(0)
    reader.goes_to("/demo/mails/")
    reader.sees(re.compile("Ihre Meldung zu"))
    reader.does_not_see("leserin@stadt.example")


def _a_correction_is_published(visitor: Any, secretariat: Any) -> None:
    secretariat.opens_review_of_all(TITLE)
    secretariat.follows("Record a correction")
    secretariat.page.locator("#id_text_en").fill(WRONG)
    secretariat.takes_picture("correction", "main h2", "main form")
    secretariat.submits("Publish the correction")
    visitor.page.reload()
    visitor.sees(WRONG)


def _what_happened_is_told(secretariat: Any) -> None:
    secretariat.opens_review_of_all(TITLE)
    secretariat.follows("History")
    secretariat.sees("Recorded a correction")
    secretariat.takes_picture("history", "main h1", ".scm-story")
    secretariat.opens("Log")
    secretariat.takes_picture("log")
    secretariat.fills("Title or reference", TITLE)
    secretariat.chooses("What was done", "Recorded a correction")
    secretariat.submits("Find")
    expect(secretariat.page.locator(".listing tbody tr")).to_have_count(1)
    expect(secretariat.page.locator(".listing tbody tr")).to_contain_text(TITLE)
    with secretariat.page.expect_download() as download:
        secretariat.presses("Download as CSV")
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        _heading, row = csv.reader(file)
    assert {"Recorded a correction", TITLE} <= set(row)


def _a_mail_is_sent_again(secretariat: Any) -> None:
    secretariat.opens("Mails and jobs")
    secretariat.takes_picture("mails-and-jobs")
    secretariat.follows(f"Please confirm small fixes: {TITLE}", inside="main")
    secretariat.sees("made small fixes")
    assert judged(secretariat, "A mail", "main") == []
    secretariat.submits("Send again")
    secretariat.sees(re.compile("is sent again"))


def _the_questions_change(secretariat: Any, chair: Any) -> None:
    secretariat.opens("Quality control")
    secretariat.follows("The questions that a decision answers")
    secretariat.follows("Change the questions")
    secretariat.takes_picture("change-questions", "main h1", "main form")
    secretariat.page.get_by_label("English").first.fill(ASKED)
    secretariat.submits("Put the new version into force")
    secretariat.sees(ASKED)
    chair.opens_draft(TITLE)
    with chair.page.context.expect_page() as opened:
        chair.follows(re.compile("^What quality control asks"))
    beside = Visitor(opened.value, chair.site_url)
    beside.sees(ASKED)
    beside.takes_picture("questions", "main h1", "main ol")
