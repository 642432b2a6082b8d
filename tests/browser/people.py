"""Somebody at a browser: what people do on the screens, in the words of the screens."""

import os
import re
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import FloatRect, Page, Response, expect

from scm_site.demo.accounts import PASSWORD

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
PICTURES = bool(os.environ.get("SCM_PICTURES"))
WIDTH, HEIGHT = 1200, 800
# While a picture is taken of what does not fit into the window; no picture is taller than this.
TALL = 1500
MARGIN = 16
COLOURS = 128
# As long as for a click: the machine is busy with other tests.
WAIT = 30_000
expect.set_options(timeout=WAIT)


class Visitor:
    """One person with one browser; ``page`` is Playwright's."""

    def __init__(self, page: Page, site_url: str) -> None:
        self.page, self.site_url = page, site_url
        page.set_default_timeout(WAIT)
        page.on("dialog", lambda dialog: dialog.accept())

    def goes_to(self, path: str) -> Response:
        address = path if path.startswith("http") else self.site_url + path
        response = self.page.goto(address)
        assert response is not None
        return response

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """From "Sign in" in the footer."""
        self.goes_to("/en/")
        self.page.get_by_role("contentinfo").get_by_role("link", name="Sign in").click()
        _signs_in(self.page, email, password)
        self.page.wait_for_url(lambda url: "/admin/" in url and "/login/" not in url)

    def is_signed_out(self) -> None:
        """As if in another tab of this browser: the one with the text knows nothing of it."""
        self.page.context.clear_cookies(name="sessionid")

    def signs_in_beside(self, email: str, password: str = PASSWORD, *, comes_back: str = "focus") -> None:
        """By the link of the notice that the session has ended, in a new tab; then back to the text."""
        self.sees("Your session has ended")
        with self.page.context.expect_page() as opened:
            self.follows("Sign in in a new tab")
        tab = opened.value
        _signs_in(tab, email, password)
        expect(tab.get_by_text("Close this tab and go back to the one with your text")).to_be_visible()
        tab.close()
        self.page.bring_to_front()
        self.page.evaluate(f"document.dispatchEvent(new Event('{comes_back}', {{ bubbles: true }}))")

    def opens(self, name: str) -> None:
        """From the menu of those who are signed in."""
        self.page.locator("#wagtail-sidebar").get_by_role("link", name=name, exact=True).click()

    def follows(self, name: str | re.Pattern[str], inside: str = "body") -> None:
        self.page.locator(inside).get_by_role("link", name=name).first.click()

    def presses(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def submits(self, name: str | re.Pattern[str], *, in_haste: bool = False) -> None:
        """Presses, twice ``in_haste``, and waits for the next page: a screen asks who is signed in before it sends."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click(click_count=2 if in_haste else 1, delay=20)

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def does_not_see(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text)).to_have_count(0)

    def fills(self, label: str | re.Pattern[str], text: str) -> None:
        box = self.page.get_by_label(label).first
        box.fill(text)
        box.press("Tab")

    def chooses(self, label: str | re.Pattern[str], option: str) -> None:
        self.page.get_by_label(label).first.select_option(label=option)

    def address_of(self, name: str | re.Pattern[str]) -> str:
        """Where the link of this name leads, on the screen that is open."""
        link = self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first
        return str(link.get_attribute("href"))

    def finds(self, title: str) -> None:
        """By the search in the head of a public page."""
        box = self.page.get_by_role("banner").locator("input[type=search]")
        box.fill(title)
        with self.page.expect_navigation():
            box.press("Enter")
        # What was looked for stands above the results, to be taken away.
        self.follows(title, inside="main article")

    def changes_language(self, name: str) -> Response:
        """By the list of languages in the head of a public page."""
        self.page.locator("[data-ecl-language-selector]").click()
        with self.page.expect_response(lambda response: response.request.is_navigation_request()) as opened:
            self.page.locator("#language-list-overlay").get_by_role("link", name=name).click()
        self.page.wait_for_url(opened.value.url)
        return opened.value

    def review_of(self, title: str) -> str:
        """The address of the review screen of a page, from the list of all groups."""
        return self.address_of(_quality_control_of(title))

    def takes_picture(self, name: str, *of: str) -> None:
        """For the README and the how-to pages, where ``SCM_PICTURES=1`` asks: of the window, or ``of`` parts of it."""
        if not PICTURES:
            return
        self.page.set_viewport_size({"width": WIDTH, "height": TALL if of else HEIGHT})
        parts = [self.page.locator(part).first for part in of]
        for part in parts[:1]:
            part.evaluate("element => { element.scrollIntoView(); window.scrollBy(0, -90); }")
        self.page.wait_for_timeout(400)
        clip = _around([box for part in parts if (box := part.bounding_box())]) if of else None
        # The bar that floats over the editor would cover what matters.
        style = "footer.footer { visibility: hidden; }" if of else ""
        picture = Image.open(BytesIO(self.page.screenshot(animations="disabled", clip=clip, style=style)))
        # A screen has few colours: a palette makes the file a third as large and looks the same.
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)
        self.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})

    def reads_mail(self, subject: str, text: str) -> None:
        """The newest mail with this subject and text, in the demonstration's list of mails."""
        self.goes_to("/demo/mails/")
        mail = self.page.locator("details", has_text=subject).filter(has_text=text).first
        mail.locator("summary").click()
        expect(mail.get_by_text(text).first).to_be_visible()

    def follows_mail(self, subject: str, text: str) -> None:
        """The link of a mail leads to where something is to do."""
        self.reads_mail(subject, text)
        self.page.locator("details[open] a[href*='/admin/']").first.click()

    def path(self) -> str:
        return urlsplit(self.page.url).path

    # --- The editor -------------------------------------------------------------------------------------

    def writes_rich_text(self, field: str, text: str) -> None:
        """Into a rich text field of the editor, by its field name."""
        box = self.page.locator(
            f"#panel-child-content-{field}-section [contenteditable=true], [data-contentpath={field}] [contenteditable=true]"
        ).first
        box.click()
        box.press_sequentially(text)

    def adds_block(self, field: str, kind: str | None = None) -> None:
        """Opens a new block at the end of a stream; ``kind`` where the stream offers several."""
        panel = self.page.locator(f"#panel-child-content-{field}-section")
        before = panel.locator("[data-streamfield-child]").count()
        panel.locator(".c-sf-add-button").last.click()
        if kind:
            self.page.get_by_role("option", name=kind, exact=True).or_(
                self.page.locator(".c-sf-combobox, .w-combobox__option").get_by_text(kind, exact=True)
            ).last.click()
        expect(panel.locator("[data-streamfield-child]")).to_have_count(before + 1)

    def in_block(self, field: str) -> "Page":
        return self.page.locator(f"#panel-child-content-{field}-section [data-streamfield-child]").last  # type: ignore[return-value]

    def saves_draft(self) -> None:
        self.submits("Save draft")

    def sends(self) -> None:
        self.page.locator("#note_to_reviewer").fill("We agreed on it at our last meeting.")
        self.asks_to_send()
        self.sees("was sent to quality control")

    def asks_to_send(self, is_heard: bool = True) -> None:
        """Whether it is ready or not: the next page says what is missing, or who has it now."""
        with self.page.expect_navigation() if is_heard else nullcontext():
            self.page.locator("#scm-checklist").get_by_role("button", name="Send to quality control").click()

    def opens_draft(self, title: str) -> None:
        """From My groups."""
        self.opens("My groups")
        self.page.get_by_role("link", name=title, exact=True).first.click()
        expect(self.page.locator("#scm-checklist")).to_be_visible()

    # --- Quality control --------------------------------------------------------------------------------

    def opens_review(self, title: str) -> None:
        self.opens("Quality control")
        self.page.get_by_role("link", name=title, exact=True).last.click()
        self.sees("As visitors will see it")

    def opens_review_of_all(self, title: str) -> None:
        """From the list of all groups, whether it waits for a decision or not."""
        self.opens("My groups")
        self.follows(_quality_control_of(title))

    def approves(self, title: str, picture: str = "") -> None:
        self.opens_review(title)
        self.says_yes(picture)

    def answers_yes(self) -> None:
        expect(self.page.get_by_role("button", name="Approve and publish")).to_be_visible()
        for box in self.page.locator(".scm-question input[type=checkbox]").all():
            box.check()

    def says_yes(self, picture: str = "") -> None:
        """To each question of the review that is open, and approves."""
        self.answers_yes()
        if picture:
            self.takes_picture(picture, "#approve-title", "section[aria-labelledby=approve-title]")
        self.submits("Approve and publish")
        self.sees("is approved and public")


def _quality_control_of(title: str) -> re.Pattern[str]:
    return re.compile(f"^Quality control.*{re.escape(title)}$")


def _signs_in(page: Page, email: str, password: str) -> None:
    page.locator("input[name=username]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()


def _around(boxes: list[FloatRect]) -> FloatRect:
    """The part of the window that holds all of these boxes, with a margin."""
    left, top = (max(0, min(box[side] for box in boxes) - MARGIN) for side in ("x", "y"))
    right = min(WIDTH, max(box["x"] + box["width"] for box in boxes) + MARGIN)
    bottom = min(TALL, max(box["y"] + box["height"] for box in boxes) + MARGIN)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}
