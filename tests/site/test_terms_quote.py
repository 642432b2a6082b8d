"""The public Terms of Reference say which version of the work programme they quote (A9)."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moderation.actions import withdraw
from scm_site.pages.languages import work_url
from tests import stories

EARLIER = "These Terms of Reference quote an earlier version of the work programme"


@pytest.fixture
def terms(public_terms: Any) -> Any:
    return public_terms


def shown(page: Any, language: str = "en") -> str:
    return re.sub(r"\s+", " ", Client().get(work_url(page, language)).content.decode())


def change_programme(group: Any, chair: Any, reviewer: Any) -> None:
    stories.edit(stories.programme_of(group), chair, description="<p>We compare four financing models.</p>")
    stories.pass_quality_control(stories.programme_of(group), sender=chair, reviewer=reviewer)


def test_they_name_and_link_the_version_that_they_quote(terms: Any, public_group: Any) -> None:
    for language in ("en", "fr"):
        link = f'<a href="{work_url(stories.programme_of(public_group), language)}" class="ecl-link">'

        assert link in shown(terms, language)
    assert "Quotes version 1.0 of the work programme" in shown(terms)
    assert EARLIER not in shown(terms)


def test_the_work_programme_links_them_with_their_version(
    terms: Any, public_group: Any, chair: Any, secretariat: Any
) -> None:
    programme = stories.programme_of(public_group)
    for language in ("en", "de"):
        assert f'<a href="{work_url(terms, language)}" class="ecl-link">' in shown(programme, language)
    change_programme(public_group, chair, secretariat)

    sentence = "Terms of Reference, version 1.0, which quote version 1.0 of the work programme"
    assert sentence in shown(programme)
    withdraw(page_id=terms.pk, by=secretariat, reason="A mistake.")
    assert "which quote version" not in shown(programme)


def test_they_say_so_once_the_work_programme_has_a_newer_version(
    terms: Any, public_group: Any, chair: Any, secretariat: Any
) -> None:
    change_programme(public_group, chair, secretariat)

    page = shown(terms)

    assert "Quotes version 1.0 of the work programme" in page
    assert EARLIER in page
    assert "They quote version 1.0; the work programme is now version 1.1." in page


def test_a_draft_of_the_work_programme_changes_nothing(terms: Any, public_group: Any, chair: Any) -> None:
    stories.edit(stories.programme_of(public_group), chair, description="<p>Only a draft.</p>")

    assert EARLIER not in shown(terms)


def test_a_withdrawn_work_programme_is_named_and_not_linked(terms: Any, public_group: Any, secretariat: Any) -> None:
    programme = stories.programme_of(public_group)
    withdraw(page_id=programme.pk, by=secretariat, reason="Wrong dates.")

    page = shown(terms)

    assert "Quotes version 1.0 of the work programme" in page
    assert f'href="{work_url(programme, "en")}"' not in page
    assert EARLIER not in page


def test_the_page_asks_no_more_often_for_it(terms: Any, public_group: Any, chair: Any, secretariat: Any) -> None:
    one = queries(work_url(terms, "en"))
    for _version in range(2):
        stories.edit(stories.programme_of(public_group), chair, rules=f"<p>{_version}</p>")
        stories.pass_quality_control(stories.programme_of(public_group), sender=chair, reviewer=secretariat)

    assert queries(work_url(terms, "en")) == queries(work_url(terms, "fr")) == one <= 10


def queries(address: str) -> int:
    Client().get(address)
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(address).status_code == 200
    return len(seen)
