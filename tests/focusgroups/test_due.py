"""What is due for those who lead groups: the list at the top of "My groups" (J2)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from focusgroups.actions import record_consent
from focusgroups.choices import State
from focusgroups.due import DueItem, due_in
from focusgroups.models import FocusGroup, Person
from focusgroups.overview import groups_of
from focusgroups.rules import months_after
from moderation.actions import return_to_group
from tests import scenes, stories
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
MY_GROUPS = reverse("focusgroups:my_groups")
A_YEAR = timedelta(days=370)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def milestone(title: str, due: date) -> tuple[str, dict]:
    return "milestone", {"title": title, "due": due, "responsible": "co_chair"}


def agree(group: FocusGroup, ends_on: date) -> None:
    """A public work programme with a milestone behind, two ahead, and a final outcome."""
    chair, secretariat = scenes.chair().user, scenes.secretariat()
    stories.edit(
        stories.write_programme(group, chair),
        chair,
        starts_on=ends_on - A_YEAR,
        ends_on=ends_on,
        milestones=[
            milestone("Fund opened", ends_on - timedelta(days=10)),
            milestone("Models chosen", ends_on - timedelta(days=90)),
            milestone("Cities found", ends_on - timedelta(days=360)),
        ],
    )
    stories.pass_quality_control(stories.programme_of(group), sender=chair, reviewer=secretariat)


@scenes.scene
def agreed_group() -> FocusGroup:
    """A group with a public page and a public work programme that ends in a hundred days, whose leaders are named."""
    group = scenes.public_group()
    Person.objects.update(consent_given_at=timezone.now())
    agree(group, in_days(100))
    return FocusGroup.objects.get(pk=group.pk)


def dues(*groups: FocusGroup) -> list[DueItem]:
    return due_in(groups_of(FocusGroup.objects.filter(pk__in=[group.pk for group in groups])))


def texts(*groups: FocusGroup) -> list[str]:
    return [item.text for item in dues(*groups)]


def test_who_leads_a_group_and_was_not_asked_for_the_name_is(agreed_group: FocusGroup) -> None:
    """Also whoever said no is not asked again."""
    leading = agreed_group.memberships.leading().in_order()
    Person.objects.update(consent_given_at=None, consent_withdrawn_at=None)
    asked = [text for text in texts(agreed_group) if "name withheld" in text]
    for membership in leading:
        for given in (True, False):
            record_consent(person=membership.person, group=agreed_group, given=given, by=scenes.support())

    assert asked == [
        f"Readers see “name withheld” in place of {membership.person}: record among the members whether the name may be"
        " public."
        for membership in leading
    ]
    assert not [text for text in texts(agreed_group) if "name withheld" in text]


def test_a_group_that_was_launched_late_plans_a_later_end(agreed_group: FocusGroup) -> None:
    """The twelve months of ToR ¶6 count from the launch."""
    group, launch = agreed_group, in_days(-200)
    FocusGroup.objects.filter(pk=group.pk).update(state=State.ACTIVE, launched_on=launch)
    group.refresh_from_db()
    sentence = (
        "A focus group lasts at least twelve months (ToR ¶6): plan its end for"
        f" {date_format(months_after(launch, 12))} or later."
    )
    programme = stories.programme_of(group)

    assert [item.text for item in dues(group) if item.day == launch] == [sentence]
    assert [remark.text for remark in programme.errors()] == [sentence]
    stories.edit(programme, scenes.chair().user, ends_on=months_after(launch, 12))
    stories.pass_quality_control(programme, sender=scenes.chair().user, reviewer=scenes.secretariat())
    group.refresh_from_db()
    assert sentence not in texts(group)


def test_what_a_group_owes_stands_in_the_order_of_days_with_its_form(agreed_group: FocusGroup) -> None:
    chair, secretariat = scenes.chair().user, scenes.secretariat()
    outcome = stories.draft_outcome(agreed_group, chair, title="A film")
    seal = stories.send(outcome, chair)
    return_to_group(page_id=outcome.pk, by=secretariat, seal=seal, points=[("abstract", "Name the cities.")])
    page, programme, terms = (of(agreed_group) for of in (stories.page_of, stories.programme_of, stories.terms_of))
    works = reverse("wagtailadmin_pages:edit", args=[programme.pk])
    last, coming = programme.milestones[0].id, programme.milestones[1].id

    found = dues(agreed_group)

    assert {(item.day, item.text, item.address, item.is_deadline) for item in found[:2]} == {
        (
            in_days(0),
            "“A film” was returned: mend the points and send it again.",
            reverse("wagtailadmin_pages:edit", args=[outcome.pk]),
            False,
        ),
        (
            in_days(0),
            "“Terms of Reference” is a draft: complete it and send it to quality control.",
            reverse("wagtailadmin_pages:edit", args=[terms.pk]),
            False,
        ),
    }
    assert [(item.day, item.text, item.address) for item in found[2:4]] == [
        (in_days(10), "Milestone “Models chosen” (Co-chair)", f"{works}#block-{coming}-section"),
        (in_days(90), "Milestone “Fund opened” (Co-chair)", f"{works}#block-{last}-section"),
    ]
    assert {(item.day, item.text, item.address) for item in found[4:]} == {
        (
            in_days(100),
            "Planned end: until then the group delivers its outcomes, or plans a later end (ToR ¶6).",
            f"{works}#id_ends_on",
        ),
        (
            in_days(100),
            "Deliver the final outcome “A playbook” (White paper).",
            reverse("wagtailadmin_pages:add", args=["outcomes", "outcomepage", page.pk]),
        ),
    }


def test_a_chair_sees_only_what_their_own_groups_owe(
    agreed_group: FocusGroup, signed_in: Any, secretariat: Any, support: Any, co_chair: Any, today: date
) -> None:
    other = stories.confirmed_group(
        support=support,
        secretariat=secretariat,
        chair=PersonFactory(email="other@ghent.example"),
        co_chair=scenes.co_chair(),
        today=today,
        name="Quiet streets",
    )

    def shown(user: Any) -> list[DueItem]:
        return signed_in(user).get(MY_GROUPS).context["due"]

    own = shown(scenes.chair().user)
    assert own == dues(agreed_group)
    assert not any(item.group for item in own)
    assert {item.group for item in shown(co_chair)} == {agreed_group.name, other.name}
    assert shown(secretariat) == shown(support) == []


def test_the_list_leads_to_each_form(agreed_group: FocusGroup, chair: Any, signed_in: Any) -> None:
    shown = signed_in(chair).get(MY_GROUPS).content.decode()

    for item in dues(agreed_group):
        assert f'<a href="{item.address}">{item.text}</a>' in shown
        assert item.when in shown


def test_terms_of_reference_are_due_once_the_work_programme_is_approved(public_group: FocusGroup) -> None:
    assert not any("Terms of Reference" in text for text in texts(public_group))

    agree(public_group, in_days(100))

    assert any("Terms of Reference" in text for text in texts(public_group))


def test_an_amendment_is_due_once_the_work_programme_has_a_newer_version(public_terms: Any) -> None:
    group, chair = public_terms.group, scenes.chair().user
    assert not any("quote an earlier version" in text for text in texts(group))

    stories.edit(stories.programme_of(group), chair, rules="<p>Others can join.</p>")
    stories.pass_quality_control(stories.programme_of(group), sender=chair, reviewer=scenes.secretariat())

    (item,) = [item for item in dues(group) if "quote an earlier version" in item.text]
    assert item.address == reverse("wagtailadmin_pages:edit", args=[public_terms.pk])


def test_a_final_outcome_is_not_due_any_more_once_one_is_tied_to_it(agreed_group: FocusGroup) -> None:
    planned = stories.programme_of(agreed_group).planned_outcomes[0].id

    stories.draft_outcome(agreed_group, scenes.chair().user, title="A film", planned_outcome=planned)

    assert not any(text.startswith("Deliver") for text in texts(agreed_group))


def test_what_is_late_says_so(public_group: FocusGroup) -> None:
    agree(public_group, in_days(-1))

    late = [item for item in dues(public_group) if item.is_overdue]

    assert [item.when.split(" on ")[0] for item in late] == ["Was due", "Was due"]
    assert {item.day for item in late} == {in_days(-1)}


def test_a_group_that_has_ended_plans_nothing_more(agreed_group: FocusGroup) -> None:
    FocusGroup.objects.update(state=State.CONCLUDED)
    assert not any(text.startswith(("Milestone", "Planned end")) for text in texts(agreed_group))
    assert any(text.startswith("Deliver") for text in texts(agreed_group))

    FocusGroup.objects.update(state=State.ENDED_EARLY)
    assert texts(agreed_group) == []


def test_more_groups_with_drafts_cost_no_more_queries(
    agreed_group: FocusGroup, count_queries: Any, secretariat: Any, support: Any, today: date
) -> None:
    stories.draft_outcome(agreed_group, scenes.chair().user)
    few = count_queries(lambda: dues(agreed_group))
    others = [
        stories.confirmed_group(
            support=support,
            secretariat=secretariat,
            chair=scenes.chair(),
            co_chair=scenes.co_chair(),
            today=today,
            name=f"Quiet streets {number}",
        )
        for number in range(3)
    ]
    for other in others:
        stories.draft_outcome(other, scenes.chair().user)

    assert count_queries(lambda: dues(agreed_group, *others)) == few
