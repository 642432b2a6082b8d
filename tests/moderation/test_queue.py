"""The queue: what waits, who may take it, and the same number of queries however much waits (P14)."""

from typing import Any

import pytest
from django.urls import reverse

from moderation.queue import waiting_for
from outbox.models import Message
from tests import stories

pytestmark = pytest.mark.django_db
QUEUE = reverse("moderation:queue")


@pytest.fixture
def groups(group: Any, support: Any, secretariat: Any, chair: Any, co_chair_person: Any) -> list[Any]:
    """Two groups whose pages are public."""
    second = stories.confirmed_group(
        support=support,
        secretariat=secretariat,
        chair=chair.person,
        co_chair=co_chair_person,
        today=group.planned_start,
        name="Quiet streets",
    )
    for each in (group, second):
        stories.publish_group(each, chair=chair, reviewer=secretariat)
    return [group, second]


def send_some(groups: list[Any], chair: Any, number: int) -> None:
    for place in range(number):
        for group in groups:
            stories.send(stories.draft_outcome(group, chair, title=f"Outcome {place}"), chair)


def test_the_longest_waits_first_under_its_newest_title(
    groups: list[Any], chair: Any, secretariat: Any, signed_in: Any
) -> None:
    first = stories.draft_outcome(groups[0], chair, title="First")
    second = stories.draft_outcome(groups[1], chair, title="Second")
    stories.send(first, chair)
    stories.send(second, chair)

    shown = [item.page.draft_title for item in waiting_for(secretariat)]

    assert shown == ["First", "Second"]
    assert "You may decide." in signed_in(secretariat).get(QUEUE).content.decode()


def test_each_line_says_why_somebody_may_not_decide(
    groups: list[Any], chair: Any, secretariat: Any, co_chair: Any, support: Any, signed_in: Any
) -> None:
    outcome = stories.draft_outcome(groups[0], chair)
    stories.send(outcome, chair)
    stories.edit(outcome, secretariat, abstract="Edited in review.")

    for user, reason in (
        (co_chair, "You are or were a member of this focus group"),
        (support, "Only the SCM Secretariat decides"),
        (secretariat, "You edited this version last"),
    ):
        assert reason in signed_in(user).get(QUEUE).content.decode()
    assert signed_in(chair).get(QUEUE).status_code in (302, 403)


def test_more_that_waits_costs_no_more_queries(
    groups: list[Any], chair: Any, secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    stories.write_programme(groups[1], chair)
    stories.send(stories.programme_of(groups[1]), chair)
    client = signed_in(secretariat)
    send_some(groups, chair, 1)
    client.get(QUEUE)
    few = count_queries(lambda: client.get(QUEUE))

    send_some(groups, chair, 5)

    assert count_queries(lambda: client.get(QUEUE)) == few
    assert few <= 19


def test_where_nobody_may_decide_the_functional_mailbox_and_the_screen_say_so(
    groups: list[Any], chair: Any, secretariat: Any, signed_in: Any, settings: Any
) -> None:
    outcome = stories.draft_outcome(groups[0], chair)
    stories.edit(outcome, secretariat, abstract="Edited by the last one who could decide.")

    stories.send(outcome, chair)

    mail = Message.objects.get(kind="moderation.nobody_left")
    assert (mail.to, mail.user) == (settings.SCM_FUNCTIONAL_MAILBOX, None)
    screen = signed_in(secretariat).get(reverse("moderation:review", args=[outcome.pk])).content.decode()
    assert "Nobody of those who could decide may decide here" in screen
