from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from focusgroups.actions import (
    AlreadyMember,
    OrganisationMissing,
    RoleNotOpen,
    add_member,
    end_membership,
    record_consent,
)
from focusgroups.choices import LEADING_ROLES, Role
from focusgroups.models import FocusGroup, Membership
from focusgroups.people import AddressGiven, find_or_add_person
from moderation.models.event import Immutable
from tests.factories import PersonFactory, UserFactory
from tests.scenes import NEW_YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def participant(group: FocusGroup, chair: Any) -> Membership:
    return add_member(group=group, person=PersonFactory(), role=Role.PARTICIPANT, by=chair, today=NEW_YEAR)


# --- Add ----------------------------------------------------------------------------------------------------


def test_a_member_is_kept_as_they_are_now(group: FocusGroup, chair: Any, logged: Any) -> None:
    person = PersonFactory(title="Head of Energy", organisation="City of Leuven")

    membership = add_member(group=group, person=person, role=Role.PARTICIPANT, by=chair, today=NEW_YEAR)
    person.title = "Mayor"
    person.save()

    membership.refresh_from_db()
    assert (membership.title, membership.organisation) == ("Head of Energy", "City of Leuven")
    assert membership.started_on == NEW_YEAR
    assert logged("focusgroups.add_member").data == {"person": person.pk, "role": "participant"}
    assert logged("focusgroups.add_member").user == chair


def test_a_known_person_is_a_member_with_what_is_said_of_them_today(group: FocusGroup, chair: Any) -> None:
    person = PersonFactory(title="Head of Energy", organisation="City of Leuven")

    membership = add_member(
        group=group, person=person, role=Role.SUPPORT, by=chair, today=NEW_YEAR, title="Mayor", organisation="Leuven"
    )

    person.refresh_from_db()
    assert (membership.title, membership.organisation) == ("Mayor", "Leuven")
    assert (person.title, person.organisation) == ("Head of Energy", "City of Leuven")


def test_a_participant_needs_no_organisation(group: FocusGroup, chair: Any) -> None:
    person = PersonFactory(organisation="")

    add_member(group=group, person=person, role=Role.PARTICIPANT, by=chair, today=NEW_YEAR)

    assert group.current_members().filter(person=person).exists()


@pytest.mark.parametrize("role", [Role.CHAIR, Role.CO_CHAIR])
def test_leaders_are_not_added_here(role: Role, group: FocusGroup, secretariat: Any, everything: Any) -> None:
    person = PersonFactory()
    before = everything()

    with pytest.raises(RoleNotOpen):
        add_member(group=group, person=person, role=role, by=secretariat, today=NEW_YEAR)

    assert everything() == before


def test_other_refusals_change_nothing(group: FocusGroup, chair: Any, participant: Membership, everything: Any) -> None:
    stranger, account = PersonFactory(organisation=""), UserFactory()
    before = everything()

    for refusal, person, role, by in (
        (AlreadyMember, participant.person, Role.SUPPORT, chair),
        (OrganisationMissing, stranger, Role.SUPPORT, chair),
        (PermissionDenied, stranger, Role.PARTICIPANT, account),
    ):
        with pytest.raises(refusal):
            add_member(group=group, person=person, role=role, by=by, today=NEW_YEAR)
        assert everything() == before


@pytest.mark.parametrize("place", ["name", "title", "organisation"])
def test_what_is_public_at_once_bears_no_address(
    place: str, group: FocusGroup, chair: Any, everything: Any, signed_in: Any
) -> None:
    """Of a person of the group, of a known one, and on the screen, beside the field."""
    spam = {"name": "Ana Lopes", "title": "", "organisation": "", place: "Buy at https://spam.example"}
    known, clean = PersonFactory(**spam), PersonFactory()
    said = {name: text for name, text in spam.items() if name != "name"}
    client = signed_in(chair)
    before = everything()

    with pytest.raises(AddressGiven):
        find_or_add_person(**spam, email="")
    with pytest.raises(AddressGiven):
        add_member(group=group, person=known, role=Role.PARTICIPANT, by=chair, today=NEW_YEAR)
    if place != "name":
        with pytest.raises(AddressGiven):
            add_member(group=group, person=clean, role=Role.PARTICIPANT, by=chair, today=NEW_YEAR, **said)
    answer = client.post(
        reverse("focusgroups:members", args=[group.reference]), {**spam, "role": "participant", "consent": "on"}
    )

    assert "Leave “https://spam.example” out" in answer.context["form"].errors[place][0]
    assert everything() == before


# --- End ----------------------------------------------------------------------------------------------------


def test_an_ended_membership_stays_on_record(participant: Membership, chair: Any, logged: Any) -> None:
    last_day = NEW_YEAR + timedelta(days=30)

    end_membership(membership=participant, by=chair, today=last_day)

    participant.refresh_from_db()
    assert participant.ended_on == last_day
    assert participant.person not in [m.person for m in participant.group.current_members()]
    assert participant.person in [m.person for m in participant.group.members_on(last_day)]
    assert logged("focusgroups.end_membership").data == {"person": participant.person.pk, "role": "participant"}


def test_a_membership_ends_once(participant: Membership, chair: Any, everything: Any) -> None:
    end_membership(membership=participant, by=chair, today=NEW_YEAR)
    before = everything()

    end_membership(membership=participant, by=chair, today=NEW_YEAR + timedelta(days=5))

    assert everything() == before


def test_a_membership_is_not_written_over_and_not_deleted(
    participant: Membership, group: FocusGroup, chair: Any, everything: Any
) -> None:
    def save(**values: Any) -> None:
        row = Membership.objects.get(pk=participant.pk)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=values)

    later = NEW_YEAR + timedelta(days=5)
    for ended in (False, True):
        if ended:
            end_membership(membership=participant, by=chair, today=NEW_YEAR)
        before = everything()
        for write in (
            participant.save,
            participant.delete,
            group.memberships.all().delete,
            lambda: group.memberships.update(ended_on=later),
            lambda: save(organisation="Elsewhere"),
            lambda: save(ended_on=later, role=Role.SUPPORT),
            lambda: save(ended_on_precision="month"),
            *([lambda: save(ended_on=later)] if ended else []),
        ):
            with pytest.raises(Immutable):
                write()
            assert everything() == before


def test_who_left_may_come_back(participant: Membership, group: FocusGroup, chair: Any) -> None:
    end_membership(membership=participant, by=chair, today=NEW_YEAR)

    again = add_member(
        group=group,
        person=participant.person,
        role=Role.PARTICIPANT,
        by=chair,
        today=NEW_YEAR + timedelta(days=1),
    )

    assert again.pk != participant.pk


def test_leaders_and_strangers_are_refused(
    participant: Membership, group: FocusGroup, chair: Any, everything: Any
) -> None:
    account = UserFactory()
    leader, second_leader = (group.memberships.get(role=role) for role in LEADING_ROLES)
    before = everything()

    for refusal, membership, by in (
        (RoleNotOpen, leader, chair),
        (RoleNotOpen, second_leader, chair),
        (PermissionDenied, participant, account),
    ):
        with pytest.raises(refusal):
            end_membership(membership=membership, by=by, today=NEW_YEAR)
        assert everything() == before


# --- Consent ------------------------------------------------------------------------------------------------


def test_a_consent_names_and_its_withdrawal_hides(
    participant: Membership, group: FocusGroup, chair: Any, secretariat: Any
) -> None:
    person = participant.person
    names = [participant.shown_name()]

    for given, by in ((True, chair), (False, chair), (True, secretariat)):
        record_consent(person=person, group=group, given=given, by=by)
        names.append(Membership.objects.get(pk=participant.pk).shown_name())

    assert names == ["", person.name, "", person.name]


def test_a_chair_does_not_undo_a_withdrawal_of_consent(participant: Membership, group: FocusGroup, chair: Any) -> None:
    for given in (True, False):
        record_consent(person=participant.person, group=group, given=given, by=chair)

    with pytest.raises(PermissionDenied):
        record_consent(person=participant.person, group=group, given=True, by=chair)

    assert Membership.objects.get(pk=participant.pk).shown_name() == ""


def test_a_consent_is_logged_without_a_name(
    participant: Membership, group: FocusGroup, chair: Any, logged: Any
) -> None:
    record_consent(person=participant.person, group=group, given=True, by=chair)

    assert logged("focusgroups.record_consent").data == {"person": participant.person.pk, "given": True}


def test_the_same_answer_twice_changes_nothing(
    participant: Membership, group: FocusGroup, chair: Any, everything: Any
) -> None:
    record_consent(person=participant.person, group=group, given=True, by=chair)
    before = everything()

    record_consent(person=participant.person, group=group, given=True, by=chair)

    assert everything() == before


def test_only_who_looks_after_the_group_of_a_member_records(
    participant: Membership, group: FocusGroup, chair: Any, everything: Any
) -> None:
    account, no_member = UserFactory(), PersonFactory()
    before = everything()

    for person, by in ((participant.person, account), (no_member, chair)):
        with pytest.raises(PermissionDenied):
            record_consent(person=person, group=group, given=True, by=by)
        assert everything() == before
