"""My groups: what waits for a chair, and every group for those who look after them all."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from focusgroups.actions import add_member, end_membership, record_consent
from focusgroups.choices import State
from focusgroups.models import FocusGroup
from moderation.actions import return_to_group, withdraw
from search.collation import sort_key
from tests import stories
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
MY_GROUPS = reverse("focusgroups:my_groups")


@pytest.fixture
def more_groups(support: Any, secretariat: Any, chair: Any, co_chair_person: Any, today: Any) -> Any:
    def make(number: int) -> list[FocusGroup]:
        """Groups with a public page and a public outcome each."""
        made = []
        for place in range(number):
            group = stories.confirmed_group(
                support=support,
                secretariat=secretariat,
                chair=chair.person,
                co_chair=co_chair_person,
                today=today,
                name=f"Quiet streets {FocusGroup.objects.count()} {place}",
            )
            stories.publish_group(group, chair=chair, reviewer=secretariat)
            stories.publish_terms(group, chair=chair, reviewer=secretariat)
            stories.publish_outcome(group, chair=chair, reviewer=secretariat)
            made.append(group)
        return made

    return make


def screen(client: Any, **query: str) -> str:
    return client.get(MY_GROUPS, query).content.decode()


def test_a_chair_sees_what_is_returned_and_what_is_missing(
    group: FocusGroup, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    outcome = stories.draft_outcome(group, chair, title="A playbook")
    seal = stories.send(outcome, chair)
    return_to_group(page_id=outcome.pk, by=secretariat, seal=seal, points=[("abstract", "Name the cities.")])

    shown = screen(signed_in(chair))

    assert "“A playbook” was returned: mend the points and send it again." in shown
    assert "Name the cities." in shown
    assert "8 things are still missing" not in shown
    assert "at least one milestone" in shown
    assert "Quality control" not in shown


def test_a_withdrawn_outcome_says_why(group: FocusGroup, chair: Any, secretariat: Any, signed_in: Any) -> None:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    outcome = stories.publish_outcome(group, chair=chair, reviewer=secretariat)
    withdraw(page_id=outcome.pk, by=secretariat, reason="The figures were wrong.")

    assert "The figures were wrong." in screen(signed_in(chair))


def test_who_sees_all_finds_groups_by_name_reference_and_state(
    group: FocusGroup, more_groups: Any, secretariat: Any, chair: Any, signed_in: Any
) -> None:
    (other,) = more_groups(1)
    FocusGroup.objects.filter(pk=other.pk).update(state=State.ACTIVE)
    client = signed_in(secretariat)

    for query, has_group, has_other in (
        ({}, True, True),
        ({"q": "RENOVATION"}, True, False),
        ({"q": other.reference}, False, True),
        ({"state": "active"}, False, True),
        ({"state": "nonsense", "p": "x"}, True, True),
        ({"q": "nothing of the kind"}, False, False),
    ):
        shown = screen(client, **query)
        assert (group.name in shown, other.name in shown) == (has_group, has_other)
    assert "No focus group matches." in shown
    assert 'name="state"' not in screen(signed_in(chair))


def test_the_secretariat_reaches_the_quality_control_of_each_page(
    group: FocusGroup, secretariat: Any, signed_in: Any
) -> None:
    shown = screen(signed_in(secretariat))

    assert reverse("moderation:review", args=[stories.page_of(group).pk]) in shown


def test_more_groups_cost_no_more_queries(
    more_groups: Any, group: FocusGroup, secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    more_groups(1)
    client = signed_in(secretariat)
    few = count_queries(lambda: client.get(MY_GROUPS))

    more_groups(2)

    assert count_queries(lambda: client.get(MY_GROUPS)) == few


def test_a_timeframe_that_is_too_short_is_refused_where_it_is_typed(
    group: FocusGroup, chair: Any, signed_in: Any
) -> None:
    page = stories.programme_of(group)
    streams = {name: streamfield([]) for name in ("objectives", "planned_outcomes", "milestones", "indicators")}
    data = nested_form_data(
        {
            "title": page.title,
            "description": rich_text("<p>Kept.</p>"),
            "rules": rich_text(""),
            "starts_on": "2026-01-01",
            "ends_on": "2026-12-01",
            **streams,
        }
    )

    answer = signed_in(chair).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).content.decode()

    assert "at least twelve months (ToR ¶6): plan its end for 1 January 2027 or later" in answer
    assert "Kept." in answer


def test_what_is_public_leads_to_its_public_page(public_group: FocusGroup, chair: Any, signed_in: Any) -> None:
    stories.edit(stories.page_of(public_group), chair, summary="Changed since.")
    html = signed_in(chair).get(MY_GROUPS).content.decode()

    assert re.findall(r'href="([^"]+)">The public page', html) == [stories.page_of(public_group).url]


def test_once_it_was_launched_the_twelve_months_count_from_that_day(
    group: FocusGroup, chair: Any, signed_in: Any
) -> None:
    FocusGroup.objects.update(state="active", launched_on=date(2026, 6, 1))
    page = stories.write_programme(group, chair)
    empty = {name: streamfield([]) for name in ("objectives", "planned_outcomes", "milestones", "indicators")}
    texts = {"description": rich_text("A text."), "rules": rich_text("Come.")}
    data = nested_form_data(
        {"title": "Work programme", "starts_on": "2026-01-01", "ends_on": "2027-01-01", **empty, **texts}
    )

    answer = signed_in(chair).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).content.decode()

    assert "plan its end for 1 June 2027 or later" in answer


def test_the_members_of_any_day_can_be_shown(group: FocusGroup, chair: Any, signed_in: Any, today: Any) -> None:
    guest = add_member(group=group, person=PersonFactory(name="Ana Lopes"), role="participant", by=chair, today=today)
    end_membership(membership=guest, by=chair, today=today + timedelta(days=10))
    address = reverse("focusgroups:members", args=[group.reference])

    def on(day: Any) -> list[str]:
        shown = signed_in(chair).get(address, {"day": day}).context["on_day"]
        return [member.person.name for member in shown]

    assert on(today + timedelta(days=5)) == ["Marta Example", "Ola Example", "Ana Lopes"]
    assert on(today + timedelta(days=11)) == ["Marta Example", "Ola Example"]
    assert on(today - timedelta(days=1)) == on("nonsense") == []


def test_a_chair_has_no_search_over_all_pages(group: FocusGroup, chair: Any, secretariat: Any, signed_in: Any) -> None:
    def searches(user: Any) -> bool:
        return "SearchModule" in screen(signed_in(user))

    assert (searches(chair), searches(secretariat)) == (False, True)


def test_a_membership_ends_after_a_question(group: FocusGroup, chair: Any, signed_in: Any, today: Any) -> None:
    guest = add_member(group=group, person=PersonFactory(name="Ana Lopes"), role="participant", by=chair, today=today)
    client, address = signed_in(chair), reverse("focusgroups:members", args=[group.reference])

    question = client.post(address, {"end": guest.pk}).content.decode()

    guest.refresh_from_db()
    assert "Does the membership of Ana Lopes end today?" in question
    assert guest.ended_on is None

    client.post(address, {"end": guest.pk, "confirmed": "1"})

    guest.refresh_from_db()
    assert guest.ended_on is not None


def test_themes_and_countries_stand_in_the_order_of_the_readers_language(
    group: FocusGroup, chair: Any, signed_in: Any
) -> None:
    chair.wagtail_userprofile = UserProfile.get_for_user(chair)
    chair.wagtail_userprofile.preferred_language = "fr"
    chair.wagtail_userprofile.save()
    outcome = stories.draft_outcome(group, chair)

    form = signed_in(chair).get(reverse("wagtailadmin_pages:edit", args=[outcome.pk])).context["form"]

    for name in ("themes", "countries"):
        labels = [str(label) for _value, label in form.fields[name].choices]
        assert labels == sorted(labels, key=sort_key)
    assert "Roumanie" in labels


def test_the_record_plans_what_the_approved_work_programme_plans(
    group: FocusGroup, chair: Any, secretariat: Any
) -> None:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    page = stories.write_programme(group, chair)
    milestone = ("milestone", {"title": "Models chosen", "due": date(2027, 6, 1), "responsible": "chair"})
    stories.edit(page, chair, starts_on=date(2027, 5, 1), ends_on=date(2029, 5, 1), milestones=[milestone])
    group.refresh_from_db()
    assert group.planned_start != date(2027, 5, 1)

    stories.pass_quality_control(stories.programme_of(group), sender=chair, reviewer=secretariat)

    group.refresh_from_db()
    assert (group.planned_start, group.planned_end) == (date(2027, 5, 1), date(2029, 5, 1))


def test_whoever_is_added_is_named_only_where_they_agreed(group: FocusGroup, chair: Any, signed_in: Any) -> None:
    client, address = signed_in(chair), reverse("focusgroups:members", args=[group.reference])

    client.post(address, {"name": "Ana Lopes", "role": "participant", "consent": "on"})
    client.post(address, {"name": "Bo Silent", "role": "participant"})

    shown = {member.person.name: member.shown_name() for member in group.current_members()}
    assert shown["Ana Lopes"] == "Ana Lopes"
    assert shown["Bo Silent"] == ""


def test_a_consent_is_withdrawn_after_a_question(group: FocusGroup, chair: Any, signed_in: Any, today: Any) -> None:
    guest = add_member(group=group, person=PersonFactory(name="Ana Lopes"), role="participant", by=chair, today=today)
    record_consent(person=guest.person, group=group, given=True, by=chair)
    client, address = signed_in(chair), reverse("focusgroups:members", args=[group.reference])

    question = client.post(address, {"consent_withdrawn": guest.pk}).content.decode()

    guest.person.refresh_from_db()
    assert "Does Ana Lopes not want to be named in public any more?" in question
    assert guest.person.is_named()

    client.post(address, {"consent_withdrawn": guest.pk, "confirmed": "1"})

    guest.person.refresh_from_db()
    assert not guest.person.is_named()
