"""The Terms of Reference in French through the screens: opened by the Secretariat, sent by a translator."""

from typing import Any

from django.urls import reverse

from focusgroups.models import TermsOfReferencePage
from moderation.choices import Stage
from moderation.standing import standing_of
from tests import stories


def test_the_secretariat_opens_them_only_once_the_work_programme_is_approved_in_that_language(
    group: Any, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    terms = stories.publish_terms(group, chair=chair, reviewer=secretariat)

    response = signed_in(secretariat).post(reverse("focusgroups:open_terms", args=[terms.pk]), {"language": "fr"})

    assert "work programme is not approved" in response.content.decode()
    assert not TermsOfReferencePage.objects.filter(locale__language_code="fr").exists()


def test_a_chair_does_not_open_them(group: Any, chair: Any, secretariat: Any, signed_in: Any) -> None:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    terms = stories.publish_terms(group, chair=chair, reviewer=secretariat)

    response = signed_in(chair).get(reverse("focusgroups:open_terms", args=[terms.pk]))

    assert response.status_code in (302, 403)
    assert standing_of(terms).stage == Stage.PUBLISHED
