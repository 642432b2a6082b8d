"""The queue: what waits, who may take it, and the same number of queries however much waits (P14)."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from moderation.actions import (
    answer_points,
    ask_to_confirm,
    begin_small_fixes,
    confirm_small_fixes,
    return_to_group,
    take,
)
from moderation.choices import Answer
from moderation.models import Point, QualityControl
from moderation.queue import queue_for
from outbox.models import Message
from outcomes.models import OutcomePage
from tests import scenes, stories
from translations.actions import request_translation, save_segments, submit_translation
from translations.segments import segments_of

pytestmark = pytest.mark.django_db
QUEUE = reverse("moderation:queue")


@scenes.scene
def two_public_groups() -> list[Any]:
    first, secretariat = scenes.public_group(), scenes.secretariat()
    second = stories.confirmed_group(
        support=scenes.support(),
        secretariat=secretariat,
        chair=scenes.chair(),
        co_chair=scenes.co_chair(),
        today=scenes.NEW_YEAR,
        name="Quiet streets",
    )
    stories.publish_group(second, chair=scenes.chair().user, reviewer=secretariat)
    return [first, second]


@pytest.fixture
def groups(two_public_groups: list[Any]) -> list[Any]:
    """Two groups whose pages are public."""
    return two_public_groups


@pytest.fixture
def chair(chair_person: Any) -> Any:
    return chair_person.user


@pytest.fixture
def co_chair(co_chair_person: Any) -> Any:
    return co_chair_person.user


def send_some(groups: list[Any], chair: Any, number: int) -> None:
    for place in range(number):
        for group in groups:
            stories.send(stories.draft_outcome(group, chair, title=f"Outcome {place}"), chair)


def return_some(group: Any, secretariat: Any, number: int) -> None:
    for page in OutcomePage.objects.child_of(stories.page_of(group))[:number]:
        return_to_group(page_id=page.pk, by=secretariat, seal=stories.seal_of(page), points=[("", "Shorten it.")])


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

    shown = [item.page.draft_title for item in queue_for(secretariat).shown]

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
    groups: list[Any],
    chair: Any,
    secretariat: Any,
    french_translator: Any,
    signed_in: Any,
    count_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("moderation.queue.PER_PAGE", 8)
    stories.write_programme(groups[1], chair)
    stories.send(stories.programme_of(groups[1]), chair)
    send_translation(groups[0], secretariat, french_translator)
    client = signed_in(secretariat)
    send_some(groups, chair, 1)
    client.get(QUEUE)
    few = count_queries(lambda: client.get(QUEUE))

    send_some(groups, chair, 5)
    return_some(groups[1], secretariat, 3)

    assert count_queries(lambda: client.get(QUEUE)) == few
    assert "3 pages wait for their groups" in client.get(QUEUE).content.decode()
    assert count_queries(lambda: client.get(QUEUE + "?p=2")) <= few
    assert count_queries(lambda: client.get(QUEUE + "?who=groups")) <= few
    assert few <= 15


def test_pages_of_one_name_are_told_apart_by_their_group(
    groups: list[Any], chair: Any, secretariat: Any, signed_in: Any
) -> None:
    programme = stories.programme_of(groups[1])
    stories.write_programme(groups[1], chair)
    seal = stories.send(programme, chair)
    client = signed_in(secretariat)

    assert "Work programme · English · Quiet streets" in client.get(QUEUE).content.decode()
    assert "Work programme · English · Quiet streets" in client.get(f"{QUEUE}{programme.pk}/").content.decode()
    return_to_group(page_id=programme.pk, by=secretariat, seal=seal, points=[("", "Shorten it.")])
    assert "Work programme · English · Quiet streets" in client.get(f"{QUEUE}?who=groups").content.decode()


@pytest.fixture
def with_groups(groups: list[Any], chair: Any, secretariat: Any) -> list[OutcomePage]:
    """One returned with an answered and an open point, and one with small fixes to confirm."""
    returned, fixed = [stories.draft_outcome(groups[0], chair, title=title) for title in ("Returned", "Fixed")]
    seal = stories.send(returned, chair)
    return_to_group(page_id=returned.pk, by=secretariat, seal=seal, points=[("", "First."), ("", "Second.")])
    first = Point.objects.earliest("pk")
    answer_points(page_id=returned.pk, by=chair, answers={first.pk: (Answer.DONE, "")})
    begin_small_fixes(page_id=fixed.pk, by=secretariat, seal=stories.send(fixed, chair))
    stories.edit(fixed, secretariat, abstract="With a comma.")
    ask_to_confirm(page_id=fixed.pk, by=secretariat)
    return [returned, fixed]


def test_what_waits_for_its_group_stands_apart_with_whom_since_when_and_what_is_to_do(
    with_groups: list[OutcomePage], chair: Any, co_chair: Any, secretariat: Any, signed_in: Any
) -> None:
    returned, fixed = with_groups
    client = signed_in(secretariat)

    first = client.get(QUEUE)
    second = client.get(QUEUE + "?who=groups")

    assert not first.context["waiting"].object_list
    assert "2 pages wait for their groups" in first.content.decode()
    assert [item.page.pk for item in second.context["waiting"]] == [returned.pk, fixed.pk]
    asked_at = PageLogEntry.objects.get(action="moderation.ask_to_confirm").timestamp
    rounds = [item.round for item in second.context["waiting"]]
    assert [round_.since for round_ in rounds] == [rounds[0].finished_at, asked_at]
    html = second.content.decode()
    assert html.count(f"{chair.person.name}, {co_chair.person.name}") == 2
    assert ("1 point is open" in html, "Confirm the small fixes" in html) == (True, True)


def test_what_its_group_has_done_waits_for_it_no_more(
    with_groups: list[OutcomePage], chair: Any, secretariat: Any, signed_in: Any
) -> None:
    returned, fixed = with_groups
    second = Point.objects.latest("pk")
    answer_points(page_id=returned.pk, by=chair, answers={second.pk: (Answer.NOT_DONE, "It is right.")})
    client = signed_in(secretariat)
    html = client.get(QUEUE + "?who=groups").content.decode()

    stories.send(returned, chair)
    confirm_small_fixes(page_id=fixed.pk, by=chair, seal=stories.seal_of(fixed))

    assert "Every point is answered: send it again" in html
    assert "Nothing that waits matches" in client.get(QUEUE + "?who=groups").content.decode()
    assert {item.page.pk for item in client.get(QUEUE).context["waiting"]} == {returned.pk, fixed.pk}


def test_a_linguistic_reviewer_sees_what_waits_for_a_translator_of_their_language_alone(
    with_groups: list[OutcomePage], groups: list[Any], secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    send_translation(groups[0], secretariat, french_translator)
    page = stories.page_of(groups[0], "fr")
    seal = stories.seal_of(page)
    return_to_group(page_id=page.pk, by=french_reviewer, seal=seal, points=[("", "Check the capitals.")])

    [shown] = queue_for(french_reviewer, asked={"who": "groups"}).shown

    assert (shown.page.pk, shown.who) == (page.pk, str(french_translator))


def test_the_queue_is_paged_and_goes_on_from_any_number(
    groups: list[Any], chair: Any, secretariat: Any, monkeypatch: pytest.MonkeyPatch, signed_in: Any
) -> None:
    monkeypatch.setattr("moderation.queue.PER_PAGE", 3)
    send_some(groups, chair, 2)

    shown = {
        number: [item.page.draft_title for item in queue_for(secretariat, number=number).shown] for number in (1, 2, 9)
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
        return [item.page.draft_title for item in queue_for(secretariat, asked=asked).shown]

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

    shown = queue_for(french_reviewer).shown

    assert [item.page.locale.language_code for item in shown] == ["fr"]
    assert shown.paginator.count == 1


def more_staff(role: str, number: int) -> None:
    for name in range(number):
        scenes.staff(role, f"more.{name}@scm.example")


def test_more_people_who_may_decide_cost_no_more_queries(
    public_group: Any, chair: Any, secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    send_some([public_group], chair, 1)
    client, screen = signed_in(secretariat), reverse("moderation:review", args=[OutcomePage.objects.get().pk])
    client.get(screen)
    few = count_queries(lambda: client.get(screen))

    more_staff("SCM Secretariat", 5)

    assert count_queries(lambda: client.get(screen)) == few


def test_sending_costs_one_row_for_each_more_who_may_decide(
    public_group: Any, chair: Any, secretariat: Any, count_queries: Any
) -> None:
    first, second, third = (stories.draft_outcome(public_group, chair, title=f"Outcome {n}") for n in range(3))
    stories.send(first, chair)
    few = count_queries(lambda: stories.send(second, chair))

    more_staff("SCM Secretariat", 5)

    assert count_queries(lambda: stories.send(third, chair)) == few + 5


def test_more_linguistic_reviewers_cost_no_more_queries(
    public_group: Any, secretariat: Any, french_translator: Any, french_reviewer: Any, count_queries: Any
) -> None:
    send_translation(public_group, secretariat, french_translator)
    few = count_queries(stories.page_of(public_group, "fr").reviewers)

    more_staff("Linguistic reviewers (fr)", 5)

    assert count_queries(stories.page_of(public_group, "fr").reviewers) == few
    assert len(stories.page_of(public_group, "fr").reviewers()) == 6


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
