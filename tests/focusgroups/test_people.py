"""Nobody stands in the list twice, and nobody is taken for somebody else."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from focusgroups.models import FocusGroup, Person
from focusgroups.people import AnotherName, find_or_add_person
from tests import stories
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def known(**given: Any) -> Person:
    return find_or_add_person(**{"name": "Ana Lopes", "title": "", "organisation": "", "email": "", **given})


def test_a_person_is_found_again_by_the_address_whatever_its_letters() -> None:
    ana = PersonFactory(name="Ana Lopes", email="ana@porto.example")

    assert known(name="ana  lopes", email="Ana@Porto.example") == ana


def test_an_address_of_somebody_else_is_refused() -> None:
    PersonFactory(name="Ana Lopes", email="ana@porto.example")

    with pytest.raises(AnotherName, match="another name"):
        known(name="Rui Costa", email="ana@porto.example")


def test_somebody_whom_another_adds_in_the_same_moment_is_found() -> None:
    added: list[Person] = []

    def meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        # After it was looked for, before it is written.
        if sql.startswith("SAVEPOINT") and not added:
            added.append(Person(name="Ana Lopes", email="ana@porto.example"))
            added[0].save()
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        found = known(name="Ana Lopes", email="ana@porto.example")

    assert [found] == added


def test_a_mistyped_address_at_set_up_proposes_nobody_else(support: Any, client: Client) -> None:
    PersonFactory(name="Ana Lopes", email="ana@porto.example")
    client.force_login(support)

    answer = client.post(reverse("focusgroups:set_up"), stories.set_up_form(chair_email="ana@porto.example"))

    assert "somebody of another name" in answer.content.decode()
    assert "Rui Costa" in answer.content.decode()
    assert not FocusGroup.objects.filter(name="Quiet streets").exists()


def test_somebody_without_an_address_is_added_once(group: FocusGroup, chair: Any, client: Client) -> None:
    client.force_login(chair)
    address = reverse("focusgroups:members", args=[group.reference])
    member = {"name": "Ana Lopes", "title": "Planner", "organisation": "City of Porto", "role": "participant"}

    client.post(address, member)
    answer = client.post(address, member)

    assert "Ana Lopes is a member of this group already (ToR ¶9)." in answer.content.decode()
    assert Person.objects.filter(name="Ana Lopes").count() == 1


def test_people_of_one_name_in_two_groups_stay_two(group: FocusGroup) -> None:
    ana = PersonFactory(name="Ana Lopes", email="")

    assert known(group=group) != ana


def test_a_wrong_set_up_says_everything_at_once_each_at_its_field(support: Any, group: Any, signed_in: Any) -> None:
    PersonFactory(name="Ana Lopes", email="ana@porto.example")
    typed = {"name": group.name.upper(), "chair_name": "Rui Costa", "chair_email": "Ana@Porto.example"}

    form = signed_in(support).post(reverse("focusgroups:set_up"), typed).context["form"]

    assert "exists already" in form.errors["name"][0]
    assert "another name" in form.errors["chair_email"][0]
    assert "planned_end" in form.errors
    assert not form.non_field_errors()


def test_a_member_with_the_address_of_somebody_else_is_refused_at_the_address(
    chair: Any, group: Any, signed_in: Any
) -> None:
    PersonFactory(name="Ana Lopes", email="ana@porto.example")
    typed = {"name": "Rui Costa", "email": "ana@porto.example", "role": "participant"}

    answer = signed_in(chair).post(reverse("focusgroups:members", args=[group.reference]), typed)

    assert "another name" in answer.context["form"].errors["email"][0]


def test_the_choice_of_a_chair_leaves_out_staff_translators_and_accounts_switched_off(
    support: Any, secretariat: Any, co_chair: Any, french_translator: Any, chair_person: Person, signed_in: Any
) -> None:
    with_account = PersonFactory(name="Tanja Trans", email=french_translator.email, user=french_translator)
    newcomer = PersonFactory(name="Ana Lopes", email="ana@porto.example")
    group = FocusGroup.objects.create(reference="SCM-FG-2026-09", name="Heat")
    address = reverse("focusgroups:confirm_leaders", args=[group.reference])

    def choice() -> set[Person]:
        return set(signed_in(secretariat).get(address).context["form"].fields["chair"].queryset)

    assert choice() == {newcomer, chair_person}
    FocusGroup.objects.filter(pk=group.pk).update(proposed_chair=with_account)
    assert choice() == {newcomer, chair_person, with_account}
    for person in (chair_person, with_account):
        person.user.is_active = False
        person.user.save()
    assert choice() == {newcomer}


def test_who_opens_the_confirmation_again_reads_whom_it_confirmed(group: Any, secretariat: Any, signed_in: Any) -> None:
    html = signed_in(secretariat).get(reverse("focusgroups:confirm_leaders", args=[group.reference])).content.decode()

    assert "are confirmed already" in html
    assert f"Chair: {group.leader_users()[0].person.name}" in html
    assert "Confirm both" not in html
