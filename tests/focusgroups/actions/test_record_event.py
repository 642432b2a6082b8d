from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from focusgroups.actions import NotNow, agree_group, conclude_group, end_group_early, form_group, launch_group
from focusgroups.choices import State
from focusgroups.models import FocusGroup
from focusgroups.rules import PartialDate
from moderation.models.event import Immutable
from tests import stories

pytestmark = pytest.mark.django_db

LAUNCH = date(2026, 2, 1)
LATER = date(2027, 12, 1)
VERBS: dict[str, Callable[..., Any]] = {
    "agreed": agree_group,
    "formed": form_group,
    "launched": launch_group,
    "concluded": conclude_group,
    "ended_early": lambda **values: end_group_early(note="The cities left.", **values),
}
ORDER = {
    State.PROPOSED: (),
    State.AGREED: ("agreed",),
    State.FORMING: ("agreed", "formed"),
    State.ACTIVE: ("agreed", "formed", "launched"),
    State.CONCLUDED: ("agreed", "formed", "launched", "concluded"),
    State.ENDED_EARLY: ("agreed", "ended_early"),
}
MAY_FOLLOW = {
    State.PROPOSED: {"agreed"},
    State.AGREED: {"formed", "ended_early"},
    State.FORMING: {"launched", "ended_early"},
    State.ACTIVE: {"concluded", "ended_early"},
    State.CONCLUDED: set(),
    State.ENDED_EARLY: set(),
}


def bring_to(state: State, group: FocusGroup, by: Any) -> None:
    for step in ORDER[state]:
        VERBS[step](group=group, by=by, on=LAUNCH, today=LATER)
    group.refresh_from_db()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", State.values)
def test_a_step_follows_on_the_step_before(
    state: State, verb: str, group: FocusGroup, secretariat: Any, everything: Any
) -> None:
    bring_to(state, group, secretariat)
    before = everything()

    try:
        VERBS[verb](group=group, by=secretariat, on=LAUNCH, today=LATER)
    except NotNow:
        done = False
    else:
        done = True

    assert done == (verb in MAY_FOLLOW[state])
    assert (everything() == before) == (not done)


def test_the_launch_begins_and_the_conclusion_ends(group: FocusGroup, secretariat: Any, logged: Any) -> None:
    bring_to(State.ACTIVE, group, secretariat)

    conclude_group(group=group, by=secretariat, on=date(2027, 3, 1), today=LATER)

    group.refresh_from_db()
    assert (group.state, group.launched_on, group.ended_on) == (State.CONCLUDED, LAUNCH, date(2027, 3, 1))
    assert not group.is_open()
    assert [event.kind for event in group.events.order_by("pk")][-4:] == ["agreed", "formed", "launched", "concluded"]
    assert logged("focusgroups.concluded").data == {"on": "2027-03-01"}
    assert logged("focusgroups.launched").user == secretariat


def test_an_early_end_says_why(group: FocusGroup, secretariat: Any, everything: Any) -> None:
    bring_to(State.AGREED, group, secretariat)
    before = everything()

    with pytest.raises(NotNow, match="Say why"):
        end_group_early(group=group, by=secretariat, on=LAUNCH, today=LATER, note=" ")
    assert everything() == before

    event = end_group_early(group=group, by=secretariat, on=LAUNCH, today=LATER, note="The cities left.")

    assert event.note == "The cities left."


@pytest.mark.parametrize("emptied", ["", stories.EMPTIED])
def test_a_group_without_a_challenge_is_not_launched(
    emptied: str, group: FocusGroup, chair: Any, secretariat: Any
) -> None:
    bring_to(State.FORMING, group, secretariat)
    stories.edit(stories.page_of(group), chair, challenge=emptied)

    with pytest.raises(NotNow, match="challenge and a theme"):
        launch_group(group=group, by=secretariat, on=LAUNCH, today=LATER)


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_secretariat_records(verb: str, group: FocusGroup, chair: Any, support: Any, everything: Any) -> None:
    FocusGroup.objects.update(
        state={"agreed": "proposed", "formed": "agreed", "launched": "forming"}.get(verb, "active")
    )
    before = everything()

    for user in (chair, support):
        with pytest.raises(PermissionDenied):
            VERBS[verb](group=group, by=user, on=LAUNCH, today=LATER)

    assert everything() == before


def test_what_happened_stays(group: FocusGroup, secretariat: Any) -> None:
    event = agree_group(group=group, by=secretariat, on=LAUNCH, today=LATER)

    event.note = "Otherwise"
    with pytest.raises(Immutable):
        event.save()
    with pytest.raises(Immutable):
        event.delete()


@pytest.mark.parametrize(
    ("on", "today", "sentence"),
    [(date(2026, 2, 2), LAUNCH, "in the future"), (date(2026, 1, 31), LATER, "cannot be earlier")],
)
def test_a_step_happened_after_the_step_before_and_not_in_the_future(
    on: date, today: date, sentence: str, group: FocusGroup, secretariat: Any, everything: Any
) -> None:
    bring_to(State.AGREED, group, secretariat)
    before = everything()

    with pytest.raises(NotNow, match=sentence):
        form_group(group=group, by=secretariat, on=on, today=today)

    assert everything() == before


def test_a_launch_on_a_known_day_takes_the_place_of_a_month(group: FocusGroup, secretariat: Any) -> None:
    group.launched = PartialDate.parse("2025-11")
    group.save()
    bring_to(State.ACTIVE, group, secretariat)

    assert group.launched == PartialDate(LAUNCH)


def test_the_database_refuses_an_end_before_the_launch(group: FocusGroup) -> None:
    group.launched, group.ended = PartialDate(LAUNCH), PartialDate(date(2026, 1, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        group.save()

    group.ended = PartialDate.parse("2026")
    group.save()


def test_the_screen_offers_only_what_may_follow(group: FocusGroup, secretariat: Any, client: Client) -> None:
    client.force_login(secretariat)
    address = reverse("focusgroups:record", args=[group.reference])

    def offered() -> list[str]:
        return [value for value, _label in client.get(address).context["form"].fields["kind"].choices]

    assert offered() == ["agreed"]

    bring_to(State.ACTIVE, group, secretariat)
    assert offered() == ["concluded", "ended_early"]

    conclude_group(group=group, by=secretariat, on=LATER, today=LATER)
    assert "there is no further step" in client.get(address).content.decode()
