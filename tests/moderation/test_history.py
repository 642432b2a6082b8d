"""The history of a work: a story for the Secretariat, from its beginning, with who, when and why."""

from typing import Any

import pytest
from django.urls import reverse

from moderation.actions import approve, return_to_group, take
from moderation.log import story_of
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned_once(public_group: Any, chair: Any, secretariat: Any) -> Any:
    page = stories.draft_outcome(public_group, chair)
    seal = stories.send(page, chair)
    take(page_id=page.pk, by=secretariat)
    return_to_group(page_id=page.pk, by=secretariat, seal=seal, points=[("abstract", "Name the cities.")])
    return page


def test_the_story_names_each_step_in_order(returned_once: Any, chair: Any, secretariat: Any) -> None:
    told = [(entry.what, entry.who, entry.why) for entry in story_of(returned_once)]

    assert told[-3:] == [
        ("Sent to quality control", str(chair), ""),
        ("Took or handed over", str(secretariat), ""),
        ("Returned with points to mend", str(secretariat), "Name the cities."),
    ]


def test_drafts_that_were_only_saved_are_not_part_of_it(returned_once: Any, chair: Any) -> None:
    before = len(story_of(returned_once))

    stories.edit(returned_once, chair, abstract="Ghent, Leuven, Turku.")

    assert len(story_of(returned_once)) == before


def test_an_approval_says_its_version(public_group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    approve(page_id=page.pk, by=secretariat, seal=stories.send(page, chair), answers=stories.ALL_YES)

    assert [(entry.what, entry.version) for entry in story_of(page) if entry.version] == [("Approved", "1.0")]


def test_the_secretariat_and_the_support_team_read_it(
    returned_once: Any, secretariat: Any, support: Any, chair: Any, signed_in: Any
) -> None:
    address = reverse("moderation:history", args=[returned_once.pk])

    for reader in (secretariat, support):
        assert "Name the cities." in signed_in(reader).get(address).content.decode()
    assert signed_in(chair).get(address).status_code in (302, 403)
    review = signed_in(secretariat).get(reverse("moderation:review", args=[returned_once.pk])).content.decode()
    assert address in review
