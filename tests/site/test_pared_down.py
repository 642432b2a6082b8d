"""What is not there for those who may not use it: a chair's editor and page tree hold what a chair works with, no more."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests import scenes, stories
from tests.site.test_help import Elements

pytestmark = pytest.mark.django_db

# As it stands in Wagtail's markup: fields, screens, parts of the editor.
FIELDS = re.compile(
    r"(^|-)(slug|seo_title|search_description|show_in_menus|go_live_at|expire_at|tags|collection|\w+_notifications)$"
)
SCREENS = re.compile(
    r"/(copy|move|delete|publish|unpublish|convert_alias|lock|privacy|usage|order)/|/(localize|workflows|collections|redirects)/"
)
PARTS = ("schedule-publishing-dialog", "set-privacy", "tab-promote", "tab-settings", "comments")
WORDS = re.compile(
    r"\b(slug|promote|publishing schedule|page visibility|change privacy|referenced \d+ times?|usage|locking|collection"
    r"|alias|translate this|convert to|comments|no other translations)\b",
    re.I,
)
PAGES: dict[str, Callable[[Any], str]] = {
    "group": lambda group: edit(stories.page_of(group)),
    "work programme": lambda group: edit(stories.programme_of(group)),
    "Terms of Reference": lambda group: edit(stories.terms_of(group)),
    "public outcome": lambda group: edit(Page.objects.get(title="Public")),
    "draft outcome": lambda group: edit(Page.objects.get(title="Draft")),
    "outcome in review": lambda group: edit(Page.objects.get(title="In review")),
    "new outcome": lambda group: reverse(
        "wagtailadmin_pages:add", args=["outcomes", "outcomepage", stories.page_of(group).pk]
    ),
    "history": lambda group: reverse("wagtailadmin_pages:history", args=[Page.objects.get(title="Public").pk]),
    "a file": lambda group: reverse("wagtaildocs_chooser:choose"),
    "a picture": lambda group: reverse("wagtailimages_chooser:choose"),
    "My groups": lambda group: reverse("focusgroups:my_groups"),
    "Account": lambda group: reverse("wagtailadmin_account"),
}


@scenes.scene
def group_of_a_chair() -> Any:
    """Every page that a chair edits, public and not."""
    group = scenes.public_terms().group
    chair = scenes.chair().user
    stories.publish_outcome(group, chair=chair, reviewer=scenes.secretariat(), title="Public")
    stories.draft_outcome(group, chair, title="Draft")
    stories.send(stories.draft_outcome(group, chair, title="In review"), chair)
    return group


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def words_of(html: str) -> str:
    """What a reader may come to see, without scripts and marks."""
    return re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.S))


def stock_parts(client: Client, address: str) -> list[str]:
    """What the screen of this address holds of Wagtail that a chair has no use for."""
    response = client.get(address)
    # A chooser brings its screen as a text of JSON.
    html = response.json()["html"] if "json" in response["Content-Type"] else response.content.decode()
    elements = Elements(html)
    attributes = [(tag, name, value or "") for tag, attrs in elements.found for name, value in attrs.items()]
    found = [value for _tag, name, value in attributes if name == "name" and FIELDS.search(value)]
    found += [
        value for _tag, name, value in attributes if name in ("href", "action", "formaction") and SCREENS.search(value)
    ]
    found += [value for _tag, name, value in attributes if name in ("id", "data-side-panel") and value in PARTS]
    return found + [match.group() for match in WORDS.finditer(words_of(html))]


@pytest.mark.parametrize("screen", PAGES)
def test_no_screen_of_a_chair_holds_what_a_chair_may_not_use(
    group_of_a_chair: Any, chair_person: Any, signed_in: Any, screen: str
) -> None:
    client = signed_in(chair_person.user)

    assert stock_parts(client, PAGES[screen](group_of_a_chair)) == []


def test_who_looks_after_the_site_finds_them(group_of_a_chair: Any, secretariat: Any, signed_in: Any) -> None:
    found = stock_parts(signed_in(secretariat), PAGES["public outcome"](group_of_a_chair))

    assert {"Page visibility", "set-privacy", "Usage"} <= set(found)
