"""The main story: from a new focus group to an outcome that a visitor finds in French. Clicks only: an address is typed
to enter the site, to try what should be shut, and from a citation."""

import re
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from scm_site.demo.load import load_people

from .test_accessibility import judged

MAIL = {person["key"]: person["email"] for person in load_people()}
NAME = "Shared heat for old towns"
OUTCOME = "Heat networks in narrow streets"
CHAIR = "rosa.example@oldtown.example"
CHAIR_PASSWORD = "a long and quiet river"
PDF = Path(__file__).parent / "data" / "heat.pdf"
FRENCH = "Réseaux de chaleur dans les rues étroites"
FRENCH_PDF = "chaleur.pdf"


def test_from_a_new_group_to_an_outcome_found_in_french(somebody: Any, tmp_path: Path) -> None:
    somebody = cache(somebody)  # Everybody stays at the own browser.
    _a_visitor_lands_in_the_own_language(somebody)
    _the_support_team_sets_the_group_up(somebody)
    _the_secretariat_confirms_the_leaders(somebody)
    chair = _the_chair_chooses_a_password(somebody)
    _the_chair_adds_members(chair)
    _the_pages_of_the_group_become_public(somebody, chair)
    file_path = _the_chair_writes_an_outcome(somebody, chair)
    _it_is_returned_mended_and_approved(somebody, chair)
    reference = _visitors_find_it(somebody())
    _it_becomes_french(somebody, tmp_path)
    french_file = _visitors_find_it_in_french_and_read_english_in_german(somebody, tmp_path / FRENCH_PDF)
    _a_new_version_passes_the_same_way(somebody, chair)
    _the_secretariat_withdraws_it(somebody, [file_path, french_file], reference)


def _a_visitor_lands_in_the_own_language(somebody: Any) -> None:
    french = somebody(language="fr")
    french.goes_to("/")
    assert french.path() == "/fr/"
    visitor = somebody(language="pl")
    visitor.goes_to("/")
    assert visitor.path() == "/en/"
    visitor.changes_language("français")
    visitor.follows("Groupes thématiques", inside="nav")
    assert visitor.path() == "/fr/focus-groups/"


def _the_support_team_sets_the_group_up(somebody: Any) -> None:
    support = somebody(MAIL["support-1"])
    support.sees("Set up a focus group")
    support.follows("Set up a focus group")
    start = date.today() + timedelta(days=30)
    end = (start + timedelta(days=500)).isoformat()
    for label, text in (
        ("Name of the focus group", NAME),
        ("Challenge or gap addressed", "Old towns cannot dig wide trenches for heat networks."),
        ("Planned start", start.isoformat()),
        ("Proposed chair: name", "Rosa Example"),
        ("Proposed chair: organisation", "Old Town Energy"),
        ("Proposed chair: e-mail address", CHAIR),
    ):
        support.fills(label, text)
    support.chooses("Theme", "Heating and cooling")
    support.fills("Planned end", end)
    support.takes_picture("set-up-form", "main h1", "main form")
    support.fills("Planned end", (start + timedelta(days=200)).isoformat())
    support.submits("Set up the group")
    support.sees(re.compile("lasts at least twelve months"))
    assert support.page.get_by_label("Name of the focus group").input_value() == NAME
    support.fills("Planned end", end)
    support.submits("Set up the group")
    support.sees(re.compile("is set up as SCM-FG-"))
    support.takes_picture("set-up-done")


def _the_secretariat_confirms_the_leaders(somebody: Any) -> None:
    secretariat = somebody(MAIL["secretariat-1"])
    secretariat.opens("My groups")
    secretariat.follows(re.compile(f"Confirm chair and co-chair.*{NAME}", re.S))
    secretariat.chooses("Co-chair", "Tomas Brandl-Ruiz")
    secretariat.takes_picture("confirm-leaders", "main h1", "main form")
    secretariat.submits("Confirm both", in_haste=True)
    secretariat.sees(re.compile("are confirmed and have a mail"))
    secretariat.takes_picture("leaders-confirmed")


def _the_chair_chooses_a_password(somebody: Any) -> Any:
    chair = somebody(language="en-GB")
    chair.reads_mail(f"Your focus group: {NAME}", "Choose your password here")
    chair.takes_picture("mail", "details[open]")
    chair.page.locator("details[open] a[href*='/password_reset/']").click()
    chair.page.locator("input[name=new_password1]").fill("river")
    chair.submits("Save the password")
    assert judged(chair, "Choose your password, with errors") == []
    for name in ("new_password1", "new_password2"):
        chair.page.locator(f"input[name={name}]").fill(CHAIR_PASSWORD)
    chair.takes_picture("choose-password", "main")
    with chair.page.expect_navigation():
        chair.page.locator("button[type=submit], input[type=submit]").first.click()
    chair.sign_in(CHAIR, CHAIR_PASSWORD)
    assert chair.path() == "/admin/focus-groups/"
    chair.sees("My groups")
    return chair


def _the_chair_adds_members(chair: Any) -> None:
    chair.follows(re.compile("Members"), inside="main")
    for name, consent in (("Lena Example", True), ("Paul Example", False)):
        chair.page.locator("#id_name").fill(name)
        chair.page.locator("#id_organisation").fill("City of Oldtown")
        chair.page.locator("#id_consent").set_checked(consent)
        chair.submits("Add")
        chair.sees(f"{name} is a member now.")
    chair.takes_picture("members", "main h1", ".listing", "form:has(#id_name)")
    chair.page.locator("#id_name").fill("Nobody Example")
    chair.page.locator("#id_role").select_option("support")
    chair.submits("Add")
    chair.sees(re.compile("names its organisation"))


def _the_pages_of_the_group_become_public(somebody: Any, chair: Any) -> None:
    reviewer = somebody(MAIL["secretariat-1"])
    chair.opens_draft(NAME)
    chair.page.locator("#id_summary").fill("How old towns share heat without wide trenches.")
    chair.takes_picture("group-page")
    chair.sends()
    reviewer.approves(NAME)
    _the_chair_writes_the_work_programme(chair)
    reviewer.approves("Work programme")
    chair.opens_draft("Terms of Reference")
    chair.submits("Fill in from the group's data")
    chair.sees("Filled in.")
    chair.takes_picture("terms", "#scm-checklist", ".scm-snapshot")
    chair.sends()
    reviewer.approves("Terms of Reference")
    visitor = somebody()
    visitor.goes_to("/")
    visitor.follows("Focus groups", inside="nav")
    visitor.follows(NAME, inside="main")
    visitor.follows("Terms of Reference", inside="main")
    visitor.sees("Share heat in one narrow street")
    visitor.sees("name withheld")
    visitor.does_not_see("Paul Example")


def _the_chair_writes_the_work_programme(chair: Any) -> None:
    chair.opens_draft("Work programme")
    chair.asks_to_send()
    chair.sees(re.compile("Missing: at least one milestone"))
    chair.writes_rich_text("description", "We try shared heat in three narrow streets.")
    chair.writes_rich_text("rules", "Members adhere to the SCM Charter.")
    due = (date.today() + timedelta(days=90)).isoformat()
    for field, values in (
        ("objectives", {"title": "Share heat in one narrow street"}),
        ("planned_outcomes", {"title": "A report on narrow streets", "format": "report"}),
        ("milestones", {"title": "Streets chosen", "due": due, "responsible": "chair"}),
        ("indicators", {"title": "Streets", "unit": "streets", "baseline": "0", "target": "3"}),
    ):
        chair.adds_block(field)
        block = chair.in_block(field)
        for name, value in values.items():
            box = block.locator(f"[name$='-{name}']").first
            if box.evaluate("element => element.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
    chair.takes_picture(
        "work-programme", "#panel-child-content-objectives-section", "#panel-child-content-milestones-section"
    )
    chair.sends()


def _the_chair_writes_an_outcome(somebody: Any, chair: Any) -> str:
    chair.opens("My groups")
    chair.follows(re.compile("Add outcome"))
    chair.page.locator("#id_title").fill(OUTCOME)
    chair.page.locator("#note_to_reviewer").fill("Typed while the session ended.")
    chair.is_signed_out()
    chair.asks_to_send(is_heard=False)
    chair.signs_in_beside(CHAIR, CHAIR_PASSWORD)
    expect(chair.page.locator("#id_title")).to_have_value(OUTCOME)
    chair.asks_to_send()
    chair.sees("Choose the format.")
    expect(chair.page.locator("#id_title")).to_have_value(OUTCOME)
    expect(chair.page.locator("#note_to_reviewer")).to_have_value("Typed while the session ended.")
    chair.takes_picture("checklist")
    chair.page.locator("#id_format").select_option("report")
    chair.page.locator("#id_abstract").fill("Three ways to bring shared heat into narrow streets, with costs.")
    chair.page.locator("#id_licence").select_option("CC-BY-4.0")
    _uploads(chair, PDF)
    chair.takes_picture("add-outcome", "#panel-child-content-title-section", "#panel-child-content-files-section")
    chair.sends()
    chair.sees(re.compile("The SCM Secretariat has it now"))
    chair.takes_picture("take-back")
    reviewer = somebody(MAIL["secretariat-1"])
    reviewer.opens_review(OUTCOME)
    link = reviewer.page.get_by_role("link", name=re.compile("^heat", re.I)).first.get_attribute("href")
    visitor = somebody()
    assert visitor.goes_to(link).status == 404
    return link


def _uploads(chair: Any, file: Path) -> None:
    chair.adds_block("files")
    block = chair.in_block("files")
    block.get_by_role("button", name=re.compile("Choose a document", re.I)).click()
    modal = chair.page.locator(".modal-body")
    modal.get_by_role("tab", name="Upload").click()
    modal.locator("input[type=file]").set_input_files(str(file))
    modal.locator("input[name$=title]").last.fill("Heat in narrow streets")
    chair.takes_picture("upload")
    modal.get_by_role("button", name="Upload").click()
    expect(block.get_by_text("Heat in narrow streets")).to_be_visible()
    block.locator("select[name$='-language']").select_option("en")


def _it_is_returned_mended_and_approved(somebody: Any, chair: Any) -> None:
    secretariat = somebody(MAIL["secretariat-1"])
    secretariat.opens("Quality control")
    secretariat.takes_picture("queue", "main h1", "main table")
    secretariat.follows(OUTCOME, inside="main")
    secretariat.takes_picture("review-screen")
    secretariat.page.locator("#id_field_1").select_option("abstract")
    secretariat.page.locator("#id_text_1").fill("Say for which towns it is meant.")
    secretariat.presses("Add a point")
    secretariat.page.locator("#id_text_2").fill("A picture would help.")
    secretariat.page.locator("#id_wish_2").check()
    secretariat.takes_picture("return", "section[aria-labelledby=return-title]")
    secretariat.submits("Return", in_haste=True)
    secretariat.sees("Returned. Its authors have a mail")
    chair.follows_mail(f"Please mend: {OUTCOME}", "Say for which towns it is meant.")
    expect(chair.page.locator("#scm-checklist").get_by_role("heading", name="Points to mend")).to_be_visible()
    chair.asks_to_send()
    chair.sees("Answer point 1: Say for which towns it is meant.")
    chair.page.get_by_label("Done", exact=True).first.check()
    chair.page.get_by_label("What you did, or why not").first.fill("The abstract says it now.")
    chair.takes_picture("points-to-mend")
    chair.page.locator("#id_abstract").fill(
        "Three ways to bring shared heat into the narrow streets of towns up to 50 000 people."
    )
    chair.sends()
    co_chair = somebody(MAIL["secretariat-2"])
    co_chair.opens_review(OUTCOME)
    co_chair.sees(re.compile("You are or were a member of this focus group"))
    expect(co_chair.page.get_by_role("button", name="Approve and publish")).to_have_count(0)
    reviewer = somebody(MAIL["secretariat-3"])
    reviewer.opens_review(OUTCOME)
    reviewer.sees("The abstract says it now.")
    reviewer.says_yes(picture="approve")


def _visitors_find_it(visitor: Any) -> str:
    """On the home page, in the search, among the outcomes, on the page of its group; returns how it is cited."""
    visitor.follows(re.compile("^Smart Cities Marketplace$"))
    expect(visitor.page.locator("main").get_by_role("link", name=OUTCOME)).to_be_visible()
    visitor.page.get_by_role("banner").locator("input[type=search]").fill("narrow streets")
    visitor.page.keyboard.press("Enter")
    visitor.sees(OUTCOME)
    visitor.follows("Outcomes", inside="nav")
    visitor.page.get_by_text(re.compile(r"^Report \(\d+\)$")).click()
    visitor.submits("Apply filters")
    visitor.sees("Remove filter")
    visitor.follows(OUTCOME, inside="main")
    visitor.follows(NAME, inside="main")
    visitor.follows(OUTCOME, inside="main")
    visitor.sees("Three ways to bring shared heat")
    visitor.takes_picture("outcome")
    with visitor.page.expect_download() as download:
        visitor.follows(re.compile("^Download"), inside="main")
    assert download.value.path().read_bytes() == PDF.read_bytes()
    return visitor.page.get_by_role("link", name=re.compile("^SCM-FG-.*-O1$")).inner_text()


def _it_becomes_french(somebody: Any, tmp_path: Path) -> None:
    secretariat = somebody(MAIL["secretariat-1"])
    secretariat.opens_review_of_all(OUTCOME)
    secretariat.follows("Request translations")
    secretariat.page.get_by_label("français").check()
    secretariat.takes_picture("request-translation", "main h1", "main form")
    secretariat.page.get_by_label("Deutsch").check()
    secretariat.submits("Request translations", in_haste=True)
    translator = somebody(MAIL["translator-fr"])
    assert translator.path() == "/admin/translation-desk/"
    translator.takes_picture("desk", "main h1", ".desk-list")
    translator.follows(re.compile(OUTCOME))
    translator.page.locator(".desk-segment").first.wait_for()
    for segment in translator.page.locator(".desk-segment").all():
        segment.locator("textarea").fill(_french(segment.locator(".desk-segment__source").inner_text()))
    translator.takes_picture("translate")
    translator.is_signed_out()
    translator.presses(re.compile("^Save$"))
    translator.signs_in_beside(MAIL["translator-fr"])
    translator.sees("You are signed in again. Save now.")
    _adds_the_french_file(translator, tmp_path / FRENCH_PDF)
    translator.submits(re.compile("Submit for the linguistic check"))
    translator.sees(re.compile("With the linguistic reviewer"))
    translator.takes_picture("submitted")
    german_desk = somebody(MAIL["translator-de"]).address_of(re.compile(OUTCOME))
    assert translator.goes_to(german_desk).status == 403
    translator.sees("Only translators and linguistic reviewers of this language open it: Deutsch.")
    reviewer = somebody(MAIL["reviewer-fr"])
    reviewer.takes_picture("linguistic-queue", "main h1", ".desk-list")
    reviewer.follows(re.compile(f"^Check it.*{OUTCOME}$"))
    reviewer.sees("Source and translation")
    expect(reviewer.page.locator(".scm-pair").first.get_by_text(OUTCOME)).to_have_attribute("lang", "en")
    assert judged(reviewer, "The linguistic check") == []
    reviewer.takes_picture("linguistic-review")
    reviewer.says_yes(picture="linguistic-check")
    assert reviewer.path() == "/admin/translation-desk/"


def _adds_the_french_file(translator: Any, french: Path) -> None:
    french.write_bytes(PDF.read_bytes() + b"% fr\n")
    panel = translator.page.locator("#add-file")
    panel.locator("input[type=file]").set_input_files(str(french))
    panel.locator("input[type=text]").first.fill("Chaleur partagée (français)")
    translator.takes_picture("own-file", "#add-file")
    translator.page.get_by_label("Note to the reviewer").fill(
        "The file says that it is in English: a French one follows."
    )


def _french(source: str) -> str:
    if OUTCOME in source:
        return FRENCH
    return "Trois manières d’apporter la chaleur partagée dans les ruelles des villes."


def _visitors_find_it_in_french_and_read_english_in_german(somebody: Any, french_file: Path) -> str:
    """Returns where the French file is."""
    visitor = somebody(language="fr")
    visitor.page.get_by_role("banner").locator("input[type=search]").fill("ruelles")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main").get_by_role("link", name=FRENCH)).to_have_count(1)
    visitor.sees(re.compile(r"^Langues disponibles\s*: English, français$"))
    visitor.follows(FRENCH, inside="main")
    french_download = visitor.page.get_by_role("link", name=re.compile("^Télécharger.*Chaleur partagée"))
    with visitor.page.expect_download() as download:
        french_download.click()
    assert download.value.path().read_bytes() == french_file.read_bytes()
    german = somebody(language="de")
    german.goes_to("/")
    german.follows(OUTCOME, inside="main")
    expect(german.page.locator("main [role=status]").first).to_contain_text("Englisch")
    assert german.path().startswith("/de/")
    return str(french_download.get_attribute("href"))


def _a_new_version_passes_the_same_way(somebody: Any, chair: Any) -> None:
    chair.opens_draft(OUTCOME)
    chair.takes_picture("new-version")
    chair.page.locator("#id_abstract").fill("Four ways to bring shared heat into narrow streets.")
    chair.sends()
    visitor = somebody()
    visitor.page.reload()
    visitor.does_not_see("Four ways to bring")
    somebody(MAIL["secretariat-3"]).approves(OUTCOME)
    visitor.page.reload()
    visitor.sees("Four ways to bring")
    visitor.sees(re.compile(r"[Vv]ersion 1\.1"))
    visitor.changes_language("français")
    visitor.sees(FRENCH)
    visitor.sees(re.compile(r"version 1\.0"))


def _the_secretariat_withdraws_it(somebody: Any, files: list[str], reference: str) -> None:
    secretariat = somebody(MAIL["secretariat-1"])
    secretariat.opens_review_of_all(OUTCOME)
    secretariat.follows("Withdraw what is public")
    secretariat.page.locator("#id_kind").select_option("errors")
    secretariat.page.locator("#id_reason").fill("A cost figure was wrong.")
    secretariat.takes_picture("withdraw", "main h1", "main form")
    secretariat.page.get_by_role("button", name="Withdraw").click()
    secretariat.sees("is withdrawn")
    visitor = somebody()
    assert visitor.path().startswith("/fr/")
    for finds, title in (
        (visitor.page.reload, FRENCH),
        (partial(visitor.changes_language, "English"), OUTCOME),
        (partial(visitor.changes_language, "Deutsch"), OUTCOME),
        (partial(visitor.goes_to, f"/id/{reference}/"), OUTCOME),
    ):
        assert finds().status == 410
        visitor.sees("A cost figure was wrong.")
        visitor.sees(title)
    assert [visitor.goes_to(file).status for file in files] == [404, 404]
