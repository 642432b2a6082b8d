"""A reference leads to its work for good."""

from typing import Any

import pytest
from django.test import Client

from moderation.actions import withdraw
from tests import stories


@pytest.fixture
def outcome(group: Any, chair: Any, secretariat: Any) -> Any:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    return stories.publish_outcome(group, chair=chair, reviewer=secretariat)


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

    assert Client().get(f"/id/{draft.record.reference}/", follow=True).status_code == 404
    assert Client().get("/id/SCM-FG-1999-01-O1/", follow=True).status_code == 404
