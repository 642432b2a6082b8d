"""Who is in a group: in the order of the Terms of Reference, with one chair and one co-chair (ToR ¶9, ¶16)."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from focusgroups.choices import Role
from focusgroups.models import FocusGroup, Membership, Person
from scm_site.pages.languages import work_url
from tests import stories
from tests.factories import PersonFactory
from tests.scenes import NEW_YEAR


def start(group: FocusGroup, role: str, name: str = "Zoe Late") -> Membership:
    """A row past the verbs."""
    person = PersonFactory(name=name)
    return Membership.objects.create(group=group, person=person, role=role, started_on=NEW_YEAR)


# --- Order --------------------------------------------------------------------------------------------------


def test_members_stand_in_the_order_of_the_terms_and_within_a_role_by_name(public_group: FocusGroup) -> None:
    start(public_group, Role.SUPPORT, "Ada Support")
    start(public_group, Role.PARTICIPANT, "Zoe Participant")
    start(public_group, Role.PARTICIPANT, "Ben Participant")
    in_order = ["Marta Example", "Ola Example", "Ben Participant", "Zoe Participant", "Ada Support"]

    Person.objects.update(consent_given_at=timezone.now())
    html = Client().get(work_url(stories.page_of(public_group), "en")).content.decode()
    section = html.partition('id="members"')[2]

    assert [member.person.name for member in public_group.current_members()] == in_order
    assert re.findall(r"<h3[^>]*>([^<]*)</h3>", section) == ["Chair", "Co-chair", "Participants", "SCM support team"]
    assert re.findall(r'site-members__name">([^<]*)<', section) == in_order


# --- One chair and one co-chair -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CHAIR, Role.CO_CHAIR])
def test_the_database_keeps_a_second_leader_out_while_there_is_one(role: Role, group: FocusGroup) -> None:
    first = group.memberships.get(role=role)

    with pytest.raises(IntegrityError), transaction.atomic():
        start(group, role)

    stories.end(first)
    start(group, role)
    assert group.memberships.filter(role=role).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        start(group, role)


def test_a_co_chair_from_elsewhere_is_refused_at_set_up_with_the_rule(
    support: Any, chair: Any, signed_in: Any, everything: Any
) -> None:
    client, before = signed_in(support), everything()

    answer = client.post(reverse("focusgroups:set_up"), stories.set_up_form(co_chair=chair.pk))

    assert list(answer.context["form"].errors) == ["co_chair"]
    assert "not on the Secretariat's staff" in answer.context["form"].errors["co_chair"][0]
    assert "(ToR ¶16)" in answer.context["form"].errors["co_chair"][0]
    assert everything() == before


def test_a_co_chair_from_elsewhere_is_refused_at_the_confirmation_with_the_rule(
    secretariat: Any, chair: Any, signed_in: Any, everything: Any
) -> None:
    newcomer = PersonFactory(name="Ana Lopes")
    group = FocusGroup.objects.create(reference="SCM-FG-2026-09", name="Heat")
    client, before = signed_in(secretariat), everything()

    answer = client.post(
        reverse("focusgroups:confirm_leaders", args=[group.reference]), {"chair": newcomer.pk, "co_chair": chair.pk}
    )

    assert list(answer.context["form"].errors) == ["co_chair"]
    assert "(ToR ¶16)" in answer.context["form"].errors["co_chair"][0]
    assert everything() == before
