"""One focus group of the demonstration, from its set-up to the state that its content names."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from focusgroups.actions import (
    add_member,
    agree_group,
    conclude_group,
    confirm_leaders,
    end_group_early,
    fill_in_terms,
    form_group,
    launch_group,
    record_consent,
    set_up_group,
)
from focusgroups.choices import Role
from focusgroups.models import FocusGroup, FocusGroupPage, TermsOfReferencePage, WorkProgrammePage

from ..models import User
from . import clock
from .fields import challenge, group_values, programme_values, themes
from .outcomes import seed_outcomes
from .steps import Cast, edit, let_pass, send

A_DAY = timedelta(days=1)
A_WEEK = timedelta(weeks=1)
SIX_WEEKS = timedelta(weeks=6)
BEFORE_THE_START = timedelta(weeks=16)


def set_up_on(group: dict[str, Any]) -> date:
    """The day of the set-up, which the content does not name: some weeks before the next day that it does."""
    return group["agreed_on"] - SIX_WEEKS if "agreed_on" in group else group["planned_start"] - BEFORE_THE_START


def group_page(group: FocusGroup) -> FocusGroupPage:
    return FocusGroupPage.objects.get(translation_key=group.work, locale__language_code="en")


@transaction.atomic
def seed_group(content: dict[str, Any], cast: Cast) -> None:
    """Build the group of ``content`` with all that belongs to it, or nothing of it."""
    secretariat, support = cast.users["secretariat-1"], cast.users["support-1"]
    chair, co_chair = cast.persons[content["chair"]], cast.persons[content["co_chair"]]
    with clock.on(set_up_on(content)):
        group = set_up_group(
            name=content["name"],
            challenge=challenge(content),
            themes=themes(content["themes"]),
            planned_start=content["planned_start"],
            planned_end=content["planned_end"],
            chair=chair,
            co_chair=co_chair,
            by=support,
            today=set_up_on(content),
        )
        if "agreed_on" not in content:
            _write_drafts(content, group, by=support)
            return
    with clock.on(content["agreed_on"]):
        agree_group(group=group, by=secretariat, on=content["agreed_on"], today=content["agreed_on"])
    confirmed_on = content["agreed_on"] + A_WEEK
    with clock.on(confirmed_on):
        confirm_leaders(group=group, chair=chair, co_chair=co_chair, by=secretariat, today=confirmed_on)
    formed_on = content.get("forming_on", confirmed_on)
    author, reviewer = cast.users[content["chair"]], cast.reviewer_of(content)
    with clock.on(formed_on):
        if "forming_on" in content:
            form_group(group=group, by=secretariat, on=formed_on, today=formed_on)
        _add_members(content, group, cast, joined_on=formed_on)
        _write_drafts(content, group, by=author)
    _publish(group_page(group), author, reviewer, on=formed_on + A_WEEK)
    if "launched_on" in content:
        launched_on = content["launched_on"]
        _publish_material(group, author, reviewer, before=launched_on)
        with clock.on(launched_on):
            launch_group(group=group, by=secretariat, on=launched_on, today=launched_on)
        seed_outcomes(content, group_page(group), cast)
    if "concluded_on" in content:
        concluded_on = content["concluded_on"]
        with clock.on(concluded_on):
            conclude_group(group=group, by=secretariat, on=concluded_on, today=concluded_on)
    if content["state"] == "ended_early":
        ended_on = content["ended_on"]
        with clock.on(ended_on):
            end_group_early(group=group, by=secretariat, on=ended_on, today=ended_on, note=content["end_reason"])


def _add_members(content: dict[str, Any], group: FocusGroup, cast: Cast, joined_on: date) -> None:
    support = cast.users["support-1"]
    roles = [(key, Role.PARTICIPANT) for key in content["participants"]] + [
        (key, Role.SUPPORT) for key in content["support"]
    ]
    for key, role in roles:
        add_member(group=group, person=cast.persons[key], role=role, by=support, today=joined_on)
    for membership in group.current_members():
        if cast.consents(membership.person):
            record_consent(person=membership.person, group=group, given=True, by=support)


def _write_drafts(content: dict[str, Any], group: FocusGroup, by: User) -> None:
    page = group_page(group)
    edit(page, by, group_values(content))
    edit(WorkProgrammePage.objects.child_of(page).get(), by, programme_values(content))


def _publish(page: Any, author: User, reviewer: User, on: date) -> None:
    with clock.on(on - A_DAY):
        send(page, author)
    with clock.on(on):
        let_pass(page, reviewer)


def _publish_material(group: FocusGroup, author: User, reviewer: User, before: date) -> None:
    """The work programme, then the Terms of Reference that quote it, in the week before the launch."""
    page = group_page(group)
    _publish(WorkProgrammePage.objects.child_of(page).get(), author, reviewer, on=before - 5 * A_DAY)
    terms = TermsOfReferencePage.objects.child_of(page).get()
    with clock.on(before - 4 * A_DAY):
        fill_in_terms(page=terms, by=author)
    _publish(terms, author, reviewer, on=before - 2 * A_DAY)
