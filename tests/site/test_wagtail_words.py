"""Wagtail's own screens speak as this site does: what they would say otherwise stands in scm_site/locale."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import wagtail
from babel.messages.catalog import Catalog
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from scm_site import catalogues
from tests import stories
from tests.site.test_help import reading
from tests.site.test_pared_down import PAGES, edit, group_of_a_chair, words_of

__all__ = ["group_of_a_chair"]
pytestmark = pytest.mark.further
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# What nobody here calls it, in the language of the screen.
WAGTAILS = {
    "en": r"\b(live|moderation|workflows?|wagtail|dashboard|locales?|rejected|changes requested)\b",
    "fr": r"\b(modération|workflows?|wagtail|tableau de bord|rejetée?|modifications nécessaires)\b",
    "de": r"\b(live|moderation|workflows?|wagtail|dashboard|locales?|abgelehnt|benötigt)\b",
}
OF_THE_SECRETARIAT: dict[str, Callable[[Any], str]] = {
    "home page": lambda group: edit(Page.objects.get(depth=2, locale__language_code="en")),
    "page tree": lambda group: reverse("wagtailadmin_explore", args=[stories.page_of(group).pk]),
    "history of what waits": lambda group: reverse(
        "wagtailadmin_pages:history", args=[Page.objects.get(title="In review").pk]
    ),
    "quality control of what waits": lambda group: reverse(
        "wagtailadmin_pages:workflow_history", args=[Page.objects.get(title="In review").pk]
    ),
}
# Choosers bring their screens as JSON.
SCREENS = {name: of for name, of in {**PAGES, **OF_THE_SECRETARIAT}.items() if name not in ("a file", "a picture")}


def catalogue(folder: Path, language: str, domain: str) -> Catalog:
    return catalogues.read(folder / language / "LC_MESSAGES" / f"{domain}.po", language)


def texts(folder: Path, language: str, domain: str = "django") -> set[str]:
    return {str(message.id) for message in catalogue(folder, language, domain) if message.id}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_each_language_changes_the_same_words_and_all_of_them_are_wagtails(domain: str) -> None:
    """An upgrade that words one otherwise is seen here."""
    rooms = [path for path in Path(wagtail.__file__).parent.rglob("locale") if (path / "en").is_dir()]
    stock = set[str]().union(
        *(texts(room, "en", domain) for room in rooms if (room / f"en/LC_MESSAGES/{domain}.po").exists())
    )

    changed = [texts(catalogues.WAGTAILS, language, domain) for language in LANGUAGES]

    assert all(words == changed[0] for words in changed)
    assert changed[0] - stock == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_word_is_said_and_has_no_placeholder_that_wagtail_does_not_fill(language: str) -> None:
    for message in catalogue(catalogues.WAGTAILS, language, "django"):
        assert message.string
        assert not message.id or set(re.findall(r"%\(\w+\)s", message.string)) <= set(
            re.findall(r"%\(\w+\)s", message.id)
        )


def test_no_text_of_our_own_is_changed_with_them() -> None:
    assert texts(catalogues.WAGTAILS, "en") & texts(catalogues.LOCALE, "fr") == set()


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["chair", "secretariat"])
def test_no_screen_says_in_wagtails_words_what_this_site_says_in_others(
    group_of_a_chair: Any, chair_person: Any, secretariat: Any, signed_in: Any, role: str, language: str
) -> None:
    client = signed_in(reading(chair_person.user if role == "chair" else secretariat, language))
    screens = SCREENS if role == "secretariat" else {name: SCREENS[name] for name in PAGES if name in SCREENS}

    found = {
        (name, match.group())
        for name, of in screens.items()
        for match in re.finditer(WAGTAILS[language], said(client, of(group_of_a_chair)), re.I)
    }

    assert found == set()


def said(client: Client, address: str) -> str:
    """What a screen says, to those who see it and to those who hear it."""
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    return words_of(html) + " ".join(re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', html))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ['"Dashboard": "Start page"']),
        ("fr", ['"Dashboard": "Page d\\u2019accueil"', '"Save": "Enregistrer"']),
        ("de", ['"Dashboard": "Startseite"', '"Save": "Speichern"']),
    ],
)
def test_its_scripts_speak_so_too(signed_in: Any, chair: Any, language: str, said: list[str]) -> None:
    words = signed_in(reading(chair, language)).get(reverse("wagtailadmin_javascript_catalog")).content.decode()

    assert [word for word in said if word not in words] == []


@pytest.mark.django_db
def test_what_no_quality_control_reads_is_not_sent_there(signed_in: Any, secretariat: Any) -> None:
    home = edit(Page.objects.get(depth=2, locale__language_code="en"))

    screen = signed_in(secretariat).get(home).content.decode()

    assert 'name="action-publish"' in screen
    assert "action-submit" not in screen
