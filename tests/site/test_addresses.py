"""Addresses that are no page: without a language, of the admin, of static files."""

from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


def test_what_is_missing_in_the_admin_is_not_looked_for_among_the_pages(secretariat: Any, signed_in: Any) -> None:
    answer = signed_in(secretariat).get("/admin/there-is-no-such-screen/")

    assert answer.status_code == 404
    assert answer.headers["Content-Language"] == "en"


@pytest.mark.parametrize("address", ["/id/SCM-FG-1999-01-O1/", "/documents/999999/none.pdf"])
def test_what_has_no_language_is_missing_at_its_own_address(address: str) -> None:
    answer = Client().get(address, headers={"Accept-Language": "fr"})

    assert answer.status_code == 404
    assert '<html lang="fr"' in answer.content.decode()
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "address", ["/id/%00/", "/en/%00/", "/%00", "/en/focus-groups/%00/", "/en/outcomes/?theme=%00&q=%00"]
)
def test_what_no_database_can_be_asked_breaks_no_address(address: str) -> None:
    assert Client().get(address, follow=True).status_code in (200, 404)


@pytest.mark.parametrize(("language", "address"), [("fr", "/fr/outcomes/"), ("xx", "/en/outcomes/")])
def test_a_page_without_language_leads_to_the_one_of_the_browser(language: str, address: str) -> None:
    answer = Client().get("/outcomes/", headers={"Accept-Language": language})

    assert answer.status_code == 302
    assert answer.headers["Location"] == address


def test_the_bare_address_of_the_icon_leads_to_it() -> None:
    answer = Client().get("/favicon.ico")

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("site/icon.svg")


def test_each_static_file_of_the_site_is_found_once() -> None:
    assert len(finders.find("site/site.css", find_all=True)) == 1


@pytest.mark.parametrize("address", ["documents/", "documents/results/", "images/", "images/results/"])
def test_lists_of_files_are_for_administrators_alone(
    address: str, chair: Any, secretariat: Any, french_translator: Any, administrator: Any, signed_in: Any
) -> None:
    answers = {
        user: signed_in(user).get(f"/admin/{address}").status_code
        for user in (chair, secretariat, french_translator, administrator)
    }

    assert list(answers.values()) == [404, 404, 404, 200]
    assert Client().get(f"/admin/{address}").status_code == 302
