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
from .fields import challenge, group_values, programme_values, themes
from .outcomes import seed_outcomes
from .steps import Cast, edit, let_pass, send

SIX_WEEKS = timedelta(weeks=6)
A_WEEK = timedelta(weeks=1)
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
    agree_group(group=group, by=secretariat, on=content["agreed_on"], today=content["agreed_on"])
    confirmed_on = content["agreed_on"] + A_WEEK
    confirm_leaders(group=group, chair=chair, co_chair=co_chair, by=secretariat, today=confirmed_on)
    if "forming_on" in content:
        form_group(group=group, by=secretariat, on=content["forming_on"], today=content["forming_on"])
    _add_members(content, group, cast, joined_on=content.get("forming_on", confirmed_on))
    author = cast.users[content["chair"]]
    _write_drafts(content, group, by=author)
    _publish(group_page(group), author, cast.reviewer_of(content))
    if "launched_on" in content:
        _publish_material(group, author, cast.reviewer_of(content))
        launch_group(group=group, by=secretariat, on=content["launched_on"], today=content["launched_on"])
        seed_outcomes(content, group_page(group), cast)
    if "concluded_on" in content:
        conclude_group(group=group, by=secretariat, on=content["concluded_on"], today=content["concluded_on"])
    if content["state"] == "ended_early":
        ended_on = content["ended_on"]
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


def _publish(page: Any, author: User, reviewer: User) -> None:
    send(page, author)
    let_pass(page, reviewer)


def _publish_material(group: FocusGroup, author: User, reviewer: User) -> None:
    """The work programme, then the Terms of Reference that quote it."""
    page = group_page(group)
    _publish(WorkProgrammePage.objects.child_of(page).get(), author, reviewer)
    terms = TermsOfReferencePage.objects.child_of(page).get()
    fill_in_terms(page=terms, by=author)
    _publish(terms, author, reviewer)
