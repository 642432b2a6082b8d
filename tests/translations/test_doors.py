"""wagtail-localize's own doors stay shut, whoever knocks; ours are where the language versions are made."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.wagtail_hooks import register_admin_urls

from outcomes.models import OutcomePage

from .conftest import screen

ROLES = [
    "chair",
    "support",
    "secretariat",
    "french_translator",
    "french_reviewer",
    "german_translator",
    "administrator",
]
# Every name that wagtail-localize registers, and the keys that it needs.
DOORS: dict[str, list[str]] = {
    "javascript_catalog": [],
    "submit_page_translation": ["page"],
    "submit_snippet_translation": ["app", "model", "page"],
    "update_translations": ["source"],
    "edit_string_translation": ["translation", "segment"],
    "edit_override": ["translation", "segment"],
    "download_pofile": ["translation"],
    "upload_pofile": ["translation"],
    "machine_translate": ["translation"],
    "preview_translation": ["translation"],
    "stop_translation": ["translation"],
    "convert_to_alias": ["french_page"],
    "translations_report": [],
    "translations_report_results": [],
    "snippets_api_listing": ["app", "model"],
    "snippets_api_detail": ["app", "model", "page"],
}


@pytest.fixture
def client_of(request: Any, signed_in: Callable[[Any], Client]) -> Callable[[str], Client]:
    return lambda role: signed_in(request.getfixturevalue(role))


@pytest.fixture
def keys(outcome: OutcomePage, french_page: OutcomePage) -> dict[str, Any]:
    translation = Translation.objects.get(target_locale__language_code="fr")
    return {
        "page": outcome.pk,
        "french_page": french_page.pk,
        "source": TranslationSource.objects.get().pk,
        "translation": translation.pk,
        "segment": StringSegment.objects.first().pk,
        "app": "focusgroups",
        "model": "theme",
    }


def test_every_door_of_wagtail_localize_is_listed() -> None:
    [pattern] = register_admin_urls()

    assert {url.name for url in pattern.url_patterns} == set(DOORS)


@pytest.mark.parametrize("role", ROLES)
def test_the_doors_of_wagtail_localize_are_shut(role: str, client_of: Any, keys: dict[str, Any]) -> None:
    client = client_of(role)
    urls = {
        door: reverse(f"wagtail_localize:{door}", args=[keys[name] for name in needed])
        for door, needed in DOORS.items()
    }
    before = pages_as_they_are()

    answers = {
        door: (client.get(url).status_code, client.post(url, {"publish": "1"}).status_code)
        for door, url in urls.items()
    }

    assert answers == dict.fromkeys(DOORS, (403, 403))
    assert pages_as_they_are() == before


def pages_as_they_are() -> list[tuple[Any, ...]]:
    return list(Page.objects.values_list("pk", "live", "title", "alias_of").order_by("pk"))


def test_a_visitor_is_sent_to_sign_in(client: Client, keys: dict[str, Any]) -> None:
    response = client.get(reverse("wagtail_localize:submit_page_translation", args=[keys["page"]]))

    assert response.url.startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("role", ["secretariat", "administrator"])
@pytest.mark.parametrize("data", [None, {"action": "publish"}, {"localize-restart-translation": "1"}])
def test_wagtails_editor_of_a_language_version_leads_to_our_screens(
    role: str, data: dict[str, str] | None, client_of: Any, request_fr: Any, french_page: Any, outcome: Any
) -> None:
    client = client_of(role)
    url = reverse("wagtailadmin_pages:edit", args=[french_page.pk])

    response = client.get(url) if data is None else client.post(url, data)

    ours = screen("request", outcome.pk) if role == "secretariat" else screen("translate", request_fr.pk)
    assert response.status_code == 302
    assert response.url == ours
    assert not OutcomePage.objects.get(pk=french_page.pk).live


def test_an_ordinary_page_is_edited_in_wagtail(signed_in: Any, administrator: Any, outcome: Any) -> None:
    home = outcome.get_site().root_page

    response = signed_in(administrator).get(reverse("wagtailadmin_pages:edit", args=[home.pk]))

    assert response.status_code == 200
    assert "localize-convert-to-alias" not in response.content.decode()


def test_the_source_is_edited_in_wagtail_with_a_way_to_its_translations(
    signed_in: Any, second_secretariat: Any, outcome: Any
) -> None:
    html = signed_in(second_secretariat).get(reverse("wagtailadmin_pages:edit", args=[outcome.pk])).content.decode()

    assert screen("request", outcome.pk) in html
    assert "localize-" not in html.replace("wagtail-localize", "")


def test_its_report_is_in_no_menu(signed_in: Any, administrator: Any) -> None:
    html = signed_in(administrator).get(reverse("translations:desk")).content.decode()

    assert "/localize/" not in html
