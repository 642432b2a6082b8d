from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from focusgroups.actions import NotNow, agree_group, conclude_group, end_group_early, form_group, launch_group
from focusgroups.choices import State
from focusgroups.models import FocusGroup
from moderation.models.approval import Immutable
from tests import stories

pytestmark = pytest.mark.django_db

LAUNCH = date(2026, 2, 1)
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
        VERBS[step](group=group, by=by, on=LAUNCH)
    group.refresh_from_db()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", State.values)
def test_a_step_follows_on_the_step_before(
    state: State, verb: str, group: FocusGroup, secretariat: Any, everything: Any
) -> None:
    bring_to(state, group, secretariat)
    before = everything()

    try:
        VERBS[verb](group=group, by=secretariat, on=LAUNCH)
    except NotNow:
        done = False
    else:
        done = True

    assert done == (verb in MAY_FOLLOW[state])
    assert (everything() == before) == (not done)


def test_the_launch_begins_and_the_conclusion_ends(group: FocusGroup, secretariat: Any, logged: Any) -> None:
    bring_to(State.ACTIVE, group, secretariat)

    conclude_group(group=group, by=secretariat, on=date(2027, 3, 1))

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
        end_group_early(group=group, by=secretariat, on=LAUNCH, note=" ")
    assert everything() == before

    event = end_group_early(group=group, by=secretariat, on=LAUNCH, note="The cities left.")

    assert event.note == "The cities left."


def test_a_group_without_a_challenge_is_not_launched(group: FocusGroup, chair: Any, secretariat: Any) -> None:
    bring_to(State.FORMING, group, secretariat)
    stories.edit(stories.page_of(group), chair, challenge="")

    with pytest.raises(NotNow, match="challenge and a theme"):
        launch_group(group=group, by=secretariat, on=LAUNCH)


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_secretariat_records(verb: str, group: FocusGroup, chair: Any, support: Any, everything: Any) -> None:
    FocusGroup.objects.update(
        state={"agreed": "proposed", "formed": "agreed", "launched": "forming"}.get(verb, "active")
    )
    before = everything()

    for user in (chair, support):
        with pytest.raises(PermissionDenied):
            VERBS[verb](group=group, by=user, on=LAUNCH)

    assert everything() == before


def test_what_happened_stays(group: FocusGroup, secretariat: Any) -> None:
    event = agree_group(group=group, by=secretariat, on=LAUNCH)

    event.note = "Otherwise"
    with pytest.raises(Immutable):
        event.save()
    with pytest.raises(Immutable):
        event.delete()
