"""A reference leads to its work for good."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from moderation.actions import withdraw
from tests import stories


@pytest.fixture
def outcome(public_outcome: Any) -> Any:
    return public_outcome


def test_a_reference_leads_to_the_page(outcome: Any) -> None:
    response = Client().get(f"/id/{outcome.record.reference}/")

    assert response.status_code == 302
    assert response.headers["Location"].endswith(f"/{outcome.slug}/")
    assert not response.cookies


def test_the_reference_of_a_withdrawn_outcome_says_why(outcome: Any, secretariat: Any) -> None:
    withdraw(page_id=outcome.pk, by=secretariat, reason="A table showed wrong figures.")

    response = Client().get(f"/id/{outcome.record.reference}/")

    assert response.status_code == 410
    assert "A table showed wrong figures." in response.content.decode()


def test_the_reference_of_a_draft_leads_nowhere(group: Any, chair: Any) -> None:
    draft = stories.draft_outcome(group, chair)

    for reference in (draft.record.reference, group.reference, "SCM-FG-1999-01-O1"):
        assert Client().get(f"/id/{reference}/").status_code == 404


def test_the_reference_of_a_group_leads_to_it_and_says_why_it_is_gone(
    outcome: Any, group: Any, secretariat: Any
) -> None:
    page = stories.page_of(group)
    assert Client().get(f"/id/{group.reference}/").headers["Location"] == page.url
    assert f"/id/{group.reference}/" in Client().get(page.url).content.decode()

    withdraw(page_id=page.pk, by=secretariat, reason="It was a test.")

    for reference in (group.reference, outcome.record.reference):
        response = Client().get(f"/id/{reference}/")
        assert (response.status_code, "It was a test." in response.content.decode()) == (410, True)


def test_a_reference_leads_to_the_readers_language_where_it_is_public(
    outcome: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    def leads_to(language: str) -> str:
        answer = Client().get(f"/id/{outcome.record.reference}/", headers={"accept-language": language})
        return answer.headers["Location"]

    assert leads_to("fr") == outcome.url

    stories.publish_in_french(outcome, asked_by=secretariat, translator=french_translator, reviewer=french_reviewer)

    assert leads_to("fr") == outcome.url.replace("/en/", "/fr/")
    assert leads_to("de") == outcome.url


@pytest.mark.parametrize("typed", ["{}", " {}. ", "lower", "dashes", "blanks", "dashes between blanks"])
def test_a_reference_that_is_looked_for_leads_to_its_work(typed: str, outcome: Any) -> None:
    reference = outcome.record.reference
    ways = {"lower": reference.lower(), "dashes": reference.replace("-", "\u2013")}
    ways |= {"blanks": reference.replace("-", " ").lower(), "dashes between blanks": reference.replace("-", " \u2013 ")}

    for language in ("en", "de"):
        answer = Client().get(f"/{language}/search/", {"q": ways.get(typed) or typed.format(reference)})

        assert answer.headers["Location"] == outcome.url.replace("/en/", f"/{language}/")


def test_a_reference_in_small_letters_leads_to_its_work(outcome: Any) -> None:
    reference = outcome.record.reference.lower()

    assert Client().get(f"/id/{reference}/").headers["Location"] == outcome.url
    assert Client().get(f"/id/{reference}/quality-control/", follow=True).status_code == 200


def test_the_search_says_nothing_of_what_is_not_public(group: Any, chair: Any) -> None:
    draft = stories.draft_outcome(group, chair)

    for reference in (draft.record.reference, group.reference, "SCM-FG-1999-01-O1"):
        answer = Client().get("/en/search/", {"q": reference})
        assert (answer.status_code, answer.context["found"].total) == (200, 0)


def test_the_search_leads_to_why_a_work_is_gone(outcome: Any, secretariat: Any) -> None:
    withdraw(page_id=outcome.pk, by=secretariat, reason="A table showed wrong figures.")

    answer = Client().get("/en/search/", {"q": outcome.record.reference}, follow=True)

    assert answer.status_code == 410
    assert "A table showed wrong figures." in answer.content.decode()


def test_the_search_names_no_address_of_what_is_for_some_alone(outcome: Any) -> None:
    PageViewRestriction.objects.create(page=outcome, restriction_type="login")

    answer = Client().get("/en/search/", {"q": outcome.record.reference})

    assert outcome.slug not in answer.headers["Location"]
