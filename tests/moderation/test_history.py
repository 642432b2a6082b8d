"""The history of a work: a story for the Secretariat, from its beginning, with who, when and why."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from moderation.actions import (
    answer_points,
    hand_over,
    make_preview_link,
    publish_due,
    return_to_group,
    send_to_quality_control,
    take,
    take_back,
    withdraw,
)
from moderation.choices import Answer
from moderation.days import day_and_time
from moderation.models import Point
from moderation.story import story_of
from tests import stories
from tests.moderation.conftest import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned_once(public_group: Any, chair: Any, secretariat: Any) -> Any:
    page = stories.draft_outcome(public_group, chair)
    seal = stories.send(page, chair)
    take(page_id=page.pk, by=secretariat)
    return_to_group(page_id=page.pk, by=secretariat, seal=seal, points=[("abstract", "Name the cities.")])
    return page


def test_the_story_names_each_step_in_order(returned_once: Any, chair: Any, secretariat: Any) -> None:
    told = [(step.what, step.who, step.why, step.points) for step in story_of(returned_once)]

    assert told == [
        ("Began", str(chair), "", []),
        ("Sent to quality control", str(chair), stories.NOTE, []),
        ("Took it on", str(secretariat), "", []),
        ("Returned with points to mend", str(secretariat), "", ["Abstract: Name the cities."]),
    ]


def test_the_answers_to_the_points_are_one_step(public_group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    points = [("abstract", "Name the cities."), ("", "Add a picture.", False)]
    return_to_group(page_id=page.pk, by=secretariat, seal=stories.send(page, chair), points=points)
    name, picture = Point.objects.order_by("pk")

    answer_points(page_id=page.pk, by=chair, answers={name.pk: (Answer.NOT_DONE, "T")})
    answer_points(page_id=page.pk, by=chair, answers={name.pk: (Answer.NOT_DONE, "They asked us not to.")})
    answer_points(page_id=page.pk, by=chair, answers={picture.pk: (Answer.DONE, "")})
    send_to_quality_control(page_id=page.pk, by=chair, note="Please see page 2.")

    *_before, answered, sent, _back = story_of(fresh(page))
    assert (answered.what, answered.who) == ("Answered the points to mend", str(chair))
    assert answered.points == [
        "Abstract: Name the cities. – Not done, because … – They asked us not to.",
        "Add a picture. (a wish) – Done",
    ]
    assert (sent.what, sent.why) == ("Sent to quality control again", "Please see page 2.")


def test_an_answer_is_logged_once_however_often_its_text_is_saved(
    returned_once: Any, chair: Any, co_chair: Any
) -> None:
    point = Point.objects.get()
    entries = PageLogEntry.objects.filter(page=returned_once.pk, action="moderation.answer_point")

    def answer(by: Any, *given: str) -> int:
        answer_points(page_id=returned_once.pk, by=by, answers={point.pk: given})
        return entries.count()

    assert answer(chair, "", "") == 0
    assert answer(chair, "", "W") == 0
    assert answer(chair, Answer.DONE, "We") == 1
    assert [answer(chair, Answer.DONE, "We named them"[:length]) for length in range(3, 13)] == [1] * 10
    assert answer(chair, Answer.NOT_DONE, "No.") == 2
    assert answer(chair, Answer.NOT_DONE, "No.") == 2
    assert answer(co_chair, Answer.NOT_DONE, "No, and why.") == 3
    assert [entry.data for entry in entries.order_by("pk")] == [
        {"point": point.pk, "answer": "done"},
        {"point": point.pk, "answer": "not_done"},
        {"point": point.pk, "answer": "not_done"},
    ]


def test_it_says_to_whom_it_was_handed_over(
    public_group: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    stories.send(page, chair)

    hand_over(page_id=page.pk, to=second_secretariat, by=secretariat)

    last = story_of(page)[-1]
    assert (last.what, last.who, last.why) == ("Handed it over", str(secretariat), f"To {second_secretariat}.")


def test_it_says_to_whom_a_returned_page_came_back(
    public_group: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    seal = stories.send(page, chair)
    return_to_group(page_id=page.pk, by=secretariat, seal=seal, points=[("", "Shorter.", False)])

    stories.send(page, chair)

    sent, back = story_of(page)[-2:]
    assert sent.what == "Sent to quality control again"
    assert (back.what, back.who, back.why) == ("Came back to whoever had it", "the site itself", f"To {secretariat}.")


def test_what_was_taken_back_says_so_too(public_group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    stories.send(page, chair)
    take(page_id=page.pk, by=secretariat)
    take_back(page_id=page.pk, by=chair)

    stories.send(page, chair)

    assert [step.what for step in story_of(page)[-2:]] == ["Sent to quality control", "Came back to whoever had it"]


def test_it_says_for_when_a_publication_was_planned(public_group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    at = timezone.now() + timedelta(days=1)
    seal = stories.send(page, chair)
    stories.approve(page_id=page.pk, by=secretariat, seal=seal, answers=stories.ALL_YES, publish_at=at)
    publish_due(now=at)

    planned, published = story_of(page)[-2:]

    when = f"Time of publication: {day_and_time(at)}."
    assert (planned.what, planned.why) == ("Approved, with a time of publication", when)
    assert (published.what, published.why, published.version) == ("Approved and published", when, "1.0")


def test_each_step_says_its_language_and_the_version_that_it_led_to(
    public_outcome: Any, chair: Any, secretariat: Any, french_translator: Any, french_reviewer: Any, signed_in: Any
) -> None:
    stories.publish_in_french(
        public_outcome, asked_by=secretariat, translator=french_translator, reviewer=french_reviewer
    )
    stories.edit(fresh(public_outcome), chair, abstract="Four models.")
    stories.send(public_outcome, chair)

    told = [(step.what, step.language, step.version) for step in story_of(fresh(public_outcome))]

    assert told == [
        ("Began", "English", "1.0"),
        ("Sent to quality control", "English", "1.0"),
        ("Approved and published", "English", "1.0"),
        ("Requested a translation", "English", "1.0"),
        ("Sent to quality control", "French", "1.0"),
        ("Approved and published", "French", "1.0"),
        ("Sent to quality control", "English", ""),
    ]
    assert [step.why for step in story_of(fresh(public_outcome)) if "translation" in step.what] == ["Into French."]
    html = signed_in(secretariat).get(reverse("moderation:history", args=[public_outcome.pk])).content.decode()
    assert "· French" in html


def test_a_withdrawal_says_which_version_and_why_in_the_readers_words(
    public_outcome: Any, secretariat: Any, signed_in: Any
) -> None:
    withdraw(page_id=public_outcome.pk, by=secretariat, kind="errors", reason="Table 2 was wrong.")

    last = story_of(fresh(public_outcome))[-1]

    assert (last.what, last.version, last.why) == ("Withdrew", "1.0", "Its content is wrong. Table 2 was wrong.")


def test_drafts_that_were_only_saved_are_not_part_of_it(returned_once: Any, chair: Any) -> None:
    def told_and_read() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as seen:
            told = story_of(returned_once)
        (asked,) = [query["sql"] for query in seen if 'FROM "wagtailcore_pagelogentry"' in query["sql"]]
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return len(told), len(cursor.fetchall())

    before = told_and_read()

    stories.edit(returned_once, chair, abstract="Ghent, Leuven, Turku.").save_revision(user=chair, log_action=True)
    assert PageLogEntry.objects.filter(page=returned_once.pk, action="wagtail.edit").exists()

    assert told_and_read() == before


def test_what_leads_to_no_approval_is_not_said_to_be_of_the_next_version(
    public_outcome: Any, chair: Any, secretariat: Any
) -> None:
    page = stories.edit(fresh(public_outcome), chair, abstract="Four models.")
    make_preview_link(page=page, audience="The board", days=7, by=secretariat, now=timezone.now())
    stories.pass_quality_control(public_outcome, sender=chair, reviewer=secretariat)

    told = {(step.what, step.version) for step in story_of(fresh(public_outcome))}

    assert ("Made a preview link", "") in told
    assert ("Sent to quality control", "1.1") in told


def test_an_approval_says_its_version(public_group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    stories.approve(page_id=page.pk, by=secretariat, seal=stories.send(page, chair), answers=stories.ALL_YES)

    assert [step.version for step in story_of(page) if step.what == "Approved and published"] == ["1.0"]


def test_the_secretariat_and_the_support_team_read_it(
    returned_once: Any, secretariat: Any, support: Any, chair: Any, signed_in: Any
) -> None:
    address = reverse("moderation:history", args=[returned_once.pk])

    for reader in (secretariat, support):
        assert "Name the cities." in signed_in(reader).get(address).content.decode()
    assert signed_in(chair).get(address).status_code in (302, 403)
    review = signed_in(secretariat).get(reverse("moderation:review", args=[returned_once.pk])).content.decode()
    assert address in review


def test_a_longer_story_costs_no_more_queries(
    public_outcome: Any, chair: Any, secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    client, address = signed_in(secretariat), reverse("moderation:history", args=[public_outcome.pk])

    def further_version(number: int) -> None:
        stories.edit(fresh(public_outcome), chair, abstract=f"{number} models.")
        seal = stories.send(public_outcome, chair)
        points = [("abstract", "More."), ("title", "Shorter.")]
        return_to_group(page_id=public_outcome.pk, by=secretariat, seal=seal, points=points)
        given = {point.pk: (Answer.DONE, "") for point in Point.objects.all()}
        answer_points(page_id=public_outcome.pk, by=chair, answers=given)
        stories.pass_quality_control(public_outcome, sender=chair, reviewer=secretariat)

    further_version(1)
    few = count_queries(lambda: client.get(address))
    further_version(2)
    further_version(3)

    assert count_queries(lambda: client.get(address)) <= few
