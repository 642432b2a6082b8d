"""The queue: what waits, who may take it, and the same number of queries however much waits (P14)."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from moderation.actions import take
from moderation.models import QualityControl
from moderation.queue import waiting_for
from outbox.models import Message
from outcomes.models import OutcomePage
from tests import stories
from translations.actions import request_translation, save_segments, submit_translation
from translations.segments import segments_of

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


def send_translation(group: Any, secretariat: Any, french_translator: Any) -> None:
    """The group's page in French, sent to the linguistic check."""
    request = request_translation(page_id=stories.page_of(group).pk, language="fr", by=secretariat)
    texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(request)}
    save_segments(request=request, texts=texts, by=french_translator)
    submit_translation(request=request, by=french_translator)


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
    groups: list[Any], chair: Any, secretariat: Any, french_translator: Any, signed_in: Any, count_queries: Any
) -> None:
    stories.write_programme(groups[1], chair)
    stories.send(stories.programme_of(groups[1]), chair)
    send_translation(groups[0], secretariat, french_translator)
    client = signed_in(secretariat)
    send_some(groups, chair, 1)
    client.get(QUEUE)
    few = count_queries(lambda: client.get(QUEUE))

    send_some(groups, chair, 14)

    assert count_queries(lambda: client.get(QUEUE)) == few
    assert count_queries(lambda: client.get(QUEUE + "?p=2")) <= few
    assert few <= 15


def test_the_queue_is_paged_and_goes_on_from_any_number(
    groups: list[Any], chair: Any, secretariat: Any, monkeypatch: pytest.MonkeyPatch, signed_in: Any
) -> None:
    monkeypatch.setattr("moderation.queue.PER_PAGE", 3)
    send_some(groups, chair, 2)

    shown = {
        number: [item.page.draft_title for item in waiting_for(secretariat, number=number)] for number in (1, 2, 9)
    }

    assert shown == {1: ["Outcome 0", "Outcome 0", "Outcome 1"], 2: ["Outcome 1"], 9: ["Outcome 1"]}
    assert "Page 2 of 2" in signed_in(secretariat).get(QUEUE + "?p=7").content.decode()
    assert signed_in(secretariat).get(QUEUE + "?p=x&kind=nonsense").status_code == 200


def test_the_queue_shows_what_was_asked_for(
    groups: list[Any], chair: Any, secretariat: Any, french_translator: Any, signed_in: Any
) -> None:
    stories.write_programme(groups[1], chair)
    stories.send(stories.programme_of(groups[1]), chair)
    send_some(groups[:1], chair, 2)
    mine, late = OutcomePage.objects.order_by("pk")
    take(page_id=mine.pk, by=secretariat)
    QualityControl.objects.filter(workflow_state__object_id=str(late.pk)).update(due_on=date(2026, 1, 5))
    send_translation(groups[0], secretariat, french_translator)

    def shown(**asked: str) -> list[str]:
        return [item.page.draft_title for item in waiting_for(secretariat, asked=asked)]

    assert shown(who="mine") == ["Outcome 0"]
    assert shown(who="nobodys", kind="outcomes.outcomepage") == ["Outcome 1"]
    assert shown(who="overdue") == ["Outcome 1"]
    assert shown(kind="focusgroups.workprogrammepage") == [stories.programme_of(groups[1]).draft_title]
    assert len(shown(language="fr")) == 1
    assert "days overdue" in signed_in(secretariat).get(QUEUE + "?who=overdue").content.decode()
    assert "Nothing that waits matches" in signed_in(secretariat).get(QUEUE + "?who=mine&language=de").content.decode()


def test_a_linguistic_reviewer_sees_what_waits_in_their_language_alone(
    groups: list[Any], chair: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    send_some(groups, chair, 1)
    send_translation(groups[0], secretariat, french_translator)

    shown = waiting_for(french_reviewer)

    assert [item.page.locale.language_code for item in shown] == ["fr"]
    assert shown.paginator.count == 1


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
