from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from focusgroups.actions import NotNow, NotOnTheStaff, OrganisationMissing, confirm_leaders, set_up_group
from focusgroups.choices import EventKind, Role
from focusgroups.models import FocusGroup, Person, Theme
from outbox.models import Message
from tests.factories import PersonFactory, UserFactory
from tests.scenes import NEW_YEAR

pytestmark = pytest.mark.django_db


def set_up(by: Any, name: str = "Heat") -> FocusGroup:
    return set_up_group(
        name=name,
        challenge="",
        themes=Theme.objects.none(),
        planned_start=None,
        planned_end=None,
        chair=None,
        co_chair=None,
        by=by,
        today=NEW_YEAR,
    )


@pytest.fixture
def proposed(support: Any) -> FocusGroup:
    return set_up(support)


def test_both_get_their_role_an_account_and_a_mail(
    proposed: FocusGroup, chair_person: Any, co_chair_person: Any, secretariat: Any, logged: Any
) -> None:
    co_chair_person.user.last_login = timezone.now()
    co_chair_person.user.save()

    confirm_leaders(group=proposed, chair=chair_person, co_chair=co_chair_person, by=secretariat, today=NEW_YEAR)

    chair_person.refresh_from_db()
    mails = {message.to: message for message in Message.objects.filter(kind="focusgroups.welcome_leader")}
    assert proposed.is_confirmed()
    assert [(m.person, m.role, m.started_on) for m in proposed.current_members()] == [
        (chair_person, Role.CHAIR, NEW_YEAR),
        (co_chair_person, Role.CO_CHAIR, NEW_YEAR),
    ]
    assert chair_person.user.email == "marta@ghent.example"
    assert chair_person.user.last_login is None
    assert chair_person.user.has_usable_password()  # so that "Forgotten password?" works once the link ran out
    assert chair_person.user.groups.filter(name="Chairs").exists()
    assert mails.keys() == {"marta@ghent.example", co_chair_person.email}
    assert "password_reset" in mails["marta@ghent.example"].text
    assert "password_reset" not in mails[co_chair_person.email].text
    assert proposed.events.filter(kind=EventKind.LEADERS_CONFIRMED).count() == 1
    assert logged("focusgroups.confirm_leaders").data == {"chair": chair_person.pk, "co_chair": co_chair_person.pk}


def test_each_mail_has_a_link_until_somebody_has_signed_in(
    chair_person: Any, co_chair_person: Any, secretariat: Any, support: Any
) -> None:
    has_link = []
    for name in ("Heat", "Water", "Streets"):
        if name == "Streets":
            get_user_model().objects.update(last_login=timezone.now())
            chair_person.refresh_from_db()
        group = set_up(support, name)
        confirm_leaders(group=group, chair=chair_person, co_chair=co_chair_person, by=secretariat, today=NEW_YEAR)
        has_link.append("password_reset" in Message.objects.filter(to=chair_person.email).latest("pk").text)

    assert has_link == [True, True, False]


def test_a_chair_who_has_an_account_keeps_it(
    proposed: FocusGroup, chair_person: Any, co_chair_person: Any, secretariat: Any
) -> None:
    account = UserFactory(email="Marta@Ghent.example")

    confirm_leaders(group=proposed, chair=chair_person, co_chair=co_chair_person, by=secretariat, today=NEW_YEAR)

    chair_person.refresh_from_db()
    assert chair_person.user == account


def test_the_account_of_somebody_else_is_refused_by_their_name(
    proposed: FocusGroup, co_chair_person: Any, secretariat: Any, everything: Any
) -> None:
    PersonFactory(name="Ada Old", email="old@city.example", user=UserFactory(email="ada@city.example"))
    again = PersonFactory(name="Ada New", email="ada@city.example")
    before = everything()

    with pytest.raises(NotNow, match=r"ada@city\.example is the account of Ada Old"):
        confirm_leaders(group=proposed, chair=again, co_chair=co_chair_person, by=secretariat, today=NEW_YEAR)

    assert everything() == before


def test_an_account_that_is_switched_off_is_refused_by_the_name(
    proposed: FocusGroup, chair_person: Any, co_chair_person: Any, secretariat: Any, everything: Any
) -> None:
    """Their own, and one of their address that is nobody's yet."""
    account = UserFactory(email="ada@city.example", is_active=False)
    for ada in (PersonFactory(name="Ada Away", user=account), PersonFactory(name="Ada Away", email=account.email)):
        before = everything()

        with pytest.raises(NotNow, match="The account of Ada Away is switched off"):
            confirm_leaders(group=proposed, chair=ada, co_chair=co_chair_person, by=secretariat, today=NEW_YEAR)

        assert everything() == before
        Person.objects.filter(pk=ada.pk).update(user=None)


def test_refusals_change_nothing(
    proposed: FocusGroup, chair_person: Any, co_chair_person: Any, secretariat: Any, support: Any, everything: Any
) -> None:
    nobody = PersonFactory()
    without_address = PersonFactory(email="", organisation="City")
    without_organisation = PersonFactory(organisation=" ")
    before = everything()

    for refusal, chair, co_chair, by in (
        (PermissionDenied, chair_person, co_chair_person, support),
        (NotOnTheStaff, chair_person, nobody, secretariat),
        (NotNow, co_chair_person, co_chair_person, secretariat),
        (NotNow, without_address, co_chair_person, secretariat),
        (OrganisationMissing, without_organisation, co_chair_person, secretariat),
    ):
        with pytest.raises(refusal):
            confirm_leaders(group=proposed, chair=chair, co_chair=co_chair, by=by, today=NEW_YEAR)
        assert everything() == before


def test_a_group_is_confirmed_once(
    group: FocusGroup, chair_person: Any, co_chair_person: Any, secretariat: Any, everything: Any
) -> None:
    before = everything()

    with pytest.raises(NotNow, match=r"confirmed already.*ToR ¶9, ¶16"):
        confirm_leaders(group=group, chair=chair_person, co_chair=co_chair_person, by=secretariat, today=NEW_YEAR)

    assert everything() == before
