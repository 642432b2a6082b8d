"""Help in the admin: the how-to pages of docs/how-to, for each role its own first, and nothing that leads away."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import trans_real
from wagtail.admin.menu import admin_menu
from wagtail.users.models import UserProfile

from scm_site.help_pages import ORIGINAL, PAGES, HowTo, how_to, pages_for
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class Elements(HTMLParser):
    """What a page holds, as pairs of tag and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for name, attrs in self.found if name == tag and attribute in attrs]


def reading(user: Any, language: str) -> Any:
    """``user``, for whom the admin speaks ``language``."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    return user


MENUS = {
    "chair": ["My groups", "Help"],
    "support": ["My groups", "Quality control", "What visitors seek", "Help"],
    "french_translator": ["Translations", "Help"],
    "french_reviewer": ["Translations", "Help"],
}


@pytest.mark.parametrize("role", MENUS)
def test_the_menu_of_a_role_holds_what_it_works_with_and_help(request: Any, role: str) -> None:
    asked = RequestFactory().get("/admin/")
    asked.user = request.getfixturevalue(role)

    items = sorted(admin_menu.menu_items_for_request(asked), key=lambda item: item.order)

    assert [str(item.label) for item in items] == MENUS[role]


@pytest.mark.parametrize("role", ["chair", "secretariat", "administrator"])
def test_nobody_is_offered_the_help_of_wagtail(request: Any, signed_in: Any, role: str) -> None:
    client = signed_in(request.getfixturevalue(role))

    page = client.get(reverse("wagtailadmin_home"), follow=True).content.decode()

    assert reverse("help") in page
    assert "wagtail.org" not in page


FIRST = {
    "chair": ["chair"],
    "support": ["support-team", "chair"],
    "secretariat": ["secretariat", "support-team", "chair"],
    "french_translator": ["translator"],
    "french_reviewer": ["translator"],
    "administrator": ["operator", "secretariat", "support-team", "chair", "translator"],
}


@pytest.mark.parametrize("role", FIRST)
def test_help_opens_at_the_page_of_the_own_role(request: Any, signed_in: Any, role: str) -> None:
    user = request.getfixturevalue(role)

    response = signed_in(user).get(reverse("help"))

    assert pages_for(user) == FIRST[role]
    assert response.context["page"].name == FIRST[role][0]
    assert [page.name for page in response.context["pages"]] == FIRST[role]


def test_somebody_without_a_task_yet_reads_what_a_chair_does(signed_in: Any) -> None:
    newcomer = UserFactory()
    newcomer.groups.add(Group.objects.get(name="Chairs"))

    assert signed_in(newcomer).get(reverse("help")).context["page"].name == "chair"


def test_what_the_operator_does_is_for_administrators(signed_in: Any, secretariat: Any) -> None:
    assert signed_in(secretariat).get(reverse("help", args=["operator"]), follow=True).status_code == 404


def test_help_is_for_those_who_are_signed_in() -> None:
    addresses = [reverse("help"), reverse("help", args=["chair"]), reverse("help_picture", args=["my-groups.png"])]

    answers = [Client().get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [302] * 3
    assert all(answer.url.startswith(reverse("wagtailadmin_login")) for answer in answers)


# The operator types commands and reads English; every other page exists in every language of the interface.
TRANSLATED = [
    (name, code) for name in PAGES if name != "operator" for code, _name in settings.LANGUAGES if code != ORIGINAL
]


@pytest.mark.parametrize(("name", "language"), [*((name, ORIGINAL) for name in PAGES), *TRANSLATED])
def test_each_link_and_picture_of_a_page_leads_somewhere_inside(
    request: Any, signed_in: Any, name: str, language: str
) -> None:
    client = signed_in(reading(request.getfixturevalue("administrator" if name == "operator" else "chair"), language))
    elements = Elements(how_to(name, language).body)

    for link in elements.all("a", "href"):
        address, _hash, anchor = link.partition("#")
        answer = client.get(address or reverse("help", args=[name]))
        assert address.startswith("/admin/help/") or not address
        assert answer.status_code == 200
        assert not anchor or f'id="{anchor}"' in answer.content.decode()
    for source in elements.all("img", "src"):
        assert client.get(source)["Content-Type"] == "image/png"
    assert all(elements.all("img", "alt"))
    assert len(elements.all("img", "alt")) == len(elements.all("img", "src"))


def test_a_chair_reads_help_in_the_own_language(signed_in: Any, chair: Any) -> None:
    page = signed_in(reading(chair, "fr")).get(reverse("help")).content.decode()

    assert '<article class="help__text" lang="fr"><h2 id="pour-les-presidences-et-copresidences">' in page
    assert "n’existe qu’en anglais" not in page


def test_a_text_that_is_in_english_only_says_so_in_the_readers_language(signed_in: Any, administrator: Any) -> None:
    page = signed_in(reading(administrator, "fr")).get(reverse("help")).content.decode()

    assert '<article class="help__text" lang="en">' in page
    assert "Ce texte n’existe qu’en anglais." in page
    assert f'<a href="{reverse("help", args=["operator"])}" lang="en" aria-current="page">' in page
    assert f'<a href="{reverse("help", args=["chair"])}" lang="fr">' in page


def test_english_readers_are_told_nothing_about_languages(signed_in: Any, administrator: Any) -> None:
    assert "This text exists in English only." not in signed_in(administrator).get(reverse("help")).content.decode()


@pytest.mark.parametrize(("name", "language"), TRANSLATED)
def test_a_translation_has_the_steps_and_pictures_of_its_original(name: str, language: str) -> None:
    def shape(page: HowTo) -> list[tuple[str, str | None]]:
        told = ("h2", "h3", "ol", "li", "img")
        return [(tag, attrs.get("src")) for tag, attrs in Elements(page.body).found if tag in told]

    assert shape(how_to(name, language)) == shape(how_to(name))


@pytest.mark.parametrize(("name", "language"), TRANSLATED)
def test_a_translation_names_buttons_as_the_screen_does(name: str, language: str) -> None:
    catalogue = trans_real.translation(language)._catalog
    texts = {text for source in catalogue._catalogs for text in source.values() if isinstance(text, str)}
    # What names a thing in the code is the title of its screen.
    texts |= {text[:1].upper() + text[1:] for text in texts}

    named = re.findall(r"<strong>(.+?)</strong>", how_to(name, language).body)

    assert [name for name in map(unescape, named) if name.replace("\n", " ") not in texts] == []


@pytest.mark.parametrize(
    "name", ["../how-to/chair.md", "..%2Fhow-to%2Fchair.md", "..", "/etc/passwd", "%2e%2e/my-groups.png", "chair.md"]
)
def test_a_name_that_leads_out_of_the_folder_of_pictures_is_refused(signed_in: Any, chair: Any, name: str) -> None:
    assert signed_in(chair).get(f"/admin/help/pictures/{name}", follow=True).status_code == 404


@pytest.mark.parametrize("name", ["nobody", "README", "../glossary"])
def test_only_how_to_pages_are_help(signed_in: Any, chair: Any, name: str) -> None:
    assert signed_in(chair).get(f"/admin/help/{name}/", follow=True).status_code == 404
