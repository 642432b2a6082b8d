"""The points of a return: each has its place, is answered by its group, and is seen again in the next round."""

import re
from typing import Any

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from moderation.actions import (
    Incomplete,
    NotSendable,
    answer_points,
    return_to_group,
    send_to_quality_control,
    take_back,
)
from moderation.choices import Answer
from moderation.models import Point
from outcomes.models import OutcomePage
from tests import scenes, stories
from tests.moderation.conftest import fresh

pytestmark = pytest.mark.django_db


@scenes.scene
def outcome_with_points() -> OutcomePage:
    """An outcome with a mandatory point on a block and a wish on the whole page."""
    made, chair = scenes.public_group(), scenes.chair().user
    page = stories.draft_outcome(made, chair)
    block = page.body[1].id
    seal = stories.send(page, chair)
    points = [(f"body.{block}", "Say which scheme costs least."), ("", "A picture would help.", False)]
    return_to_group(page_id=page.pk, by=scenes.secretariat(), seal=seal, points=points)
    return fresh(page)


@pytest.fixture
def returned(outcome_with_points: OutcomePage) -> OutcomePage:
    return outcome_with_points


def edit_url(page: OutcomePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def mandatory() -> Point:
    return Point.objects.get(is_mandatory=True)


def test_a_point_names_the_block_that_it_is_about(returned: OutcomePage) -> None:
    sentence = mandatory().sentence(returned.draft())

    assert sentence == "Content 2 – Text: Say which scheme costs least."
    assert Point.objects.get(is_mandatory=False).sentence(returned) == "A picture would help. (a wish)"


def test_a_point_on_a_block_that_is_gone_keeps_its_field(returned: OutcomePage, chair: Any) -> None:
    stories.edit(returned, chair, body=[("heading", "Another")])

    assert mandatory().sentence(fresh(returned).draft()) == "Content: Say which scheme costs least."


def test_the_places_are_fields_and_their_blocks_with_their_first_words(returned: OutcomePage) -> None:
    labels = [label for _place, label in returned.draft().places()]

    assert "Content 2 – Text: A revolving fund, an on-tax scheme…" in labels
    assert "Abstract" in labels


def test_an_unanswered_mandatory_point_keeps_the_page_from_being_sent(returned: OutcomePage, chair: Any) -> None:
    with pytest.raises(Incomplete) as refusal:
        send_to_quality_control(page_id=returned.pk, by=chair, note=stories.NOTE)

    [missing] = refusal.value.missing
    assert missing.text == "Answer point 1: Say which scheme costs least."
    assert returned.anchor_of(missing.field) == f"point-{mandatory().pk}"
    assert not fresh(returned).workflow_in_progress


@pytest.mark.parametrize(
    ("answer", "is_sent"), [((Answer.DONE, ""), True), ((Answer.NOT_DONE, ""), False), ((Answer.NOT_DONE, "No."), True)]
)
def test_not_done_needs_a_reason(answer: tuple[str, str], is_sent: bool, returned: OutcomePage, chair: Any) -> None:
    answer_points(page_id=returned.pk, by=chair, answers={mandatory().pk: answer})

    assert (not returned.open_points()) == is_sent


def test_a_wish_may_stay_unanswered_but_not_done_needs_a_reason(returned: OutcomePage, chair: Any) -> None:
    wish = Point.objects.get(is_mandatory=False)
    answers = {mandatory().pk: (Answer.DONE, ""), wish.pk: (Answer.NOT_DONE, "")}
    answer_points(page_id=returned.pk, by=chair, answers=answers)

    with pytest.raises(Incomplete) as refusal:
        send_to_quality_control(page_id=returned.pk, by=chair, note=stories.NOTE)
    answer_points(page_id=returned.pk, by=chair, answers={wish.pk: (Answer.NOT_DONE, "We have none.")})
    send_to_quality_control(page_id=returned.pk, by=chair, note=stories.NOTE)

    [missing] = refusal.value.missing
    assert missing.field == f"point-{wish.pk}"
    assert missing.text.startswith("You marked point 2 as not done. Write why")


def test_a_point_marked_as_not_done_asks_why_at_the_point_and_at_sending(
    returned: OutcomePage, chair: Any, signed_in: Any
) -> None:
    key = mandatory().pk
    answer_points(page_id=returned.pk, by=chair, answers={key: (Answer.NOT_DONE, "")})

    html = signed_in(chair).get(edit_url(returned)).content.decode()

    [missing] = returned.open_points()
    assert missing.text.startswith("You marked point 1 as not done. Write why, so that the reviewer understands it:")
    assert html.count("You marked this point as not done.") == 1
    [field] = re.findall(f'<textarea name="point-{key}-answer_text"[^>]*>', html)
    assert f'aria-describedby="why-{key}"' in field
    assert f'id="why-{key}"' in html


def test_the_next_review_shows_what_was_answered_and_what_is_open(
    returned: OutcomePage, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    answer_points(page_id=returned.pk, by=chair, answers={mandatory().pk: (Answer.DONE, "The cooperative, see below.")})
    send_to_quality_control(page_id=returned.pk, by=chair, note=stories.NOTE)

    html = signed_in(secretariat).get(reverse("moderation:review", args=[returned.pk])).content.decode()

    assert "Say which scheme costs least." in html
    assert "The cooperative, see below." in html
    assert html.count(">Open</span>") == 1


def test_the_editor_saves_answers_even_where_the_form_is_refused(
    returned: OutcomePage, chair: Any, signed_in: Any
) -> None:
    key = mandatory().pk
    answer = {f"point-{key}-answer": "done", f"point-{key}-answer_text": "Said in the summary."}
    streams = {name: streamfield([]) for name in ("body", "files", "cities", "links", "events")}

    response = signed_in(chair).post(edit_url(returned), nested_form_data({"title": "", **streams}) | answer)

    assert response.status_code == 200
    assert (mandatory().answer, mandatory().answer_text) == ("done", "Said in the summary.")


def test_the_editor_shows_each_point_with_a_way_to_its_block(returned: OutcomePage, chair: Any, signed_in: Any) -> None:
    html = signed_in(chair).get(edit_url(returned)).content.decode()

    assert f'href="#block-{returned.draft().body[1].id}-section"' in html
    assert f'name="point-{mandatory().pk}-answer"' in html


def test_an_answer_that_comes_too_late_is_quoted(returned: OutcomePage, chair: Any) -> None:
    answer_points(page_id=returned.pk, by=chair, answers={mandatory().pk: (Answer.DONE, "First.")})
    send_to_quality_control(page_id=returned.pk, by=chair, note=stories.NOTE)

    with pytest.raises(NotSendable, match="Second"):
        answer_points(page_id=returned.pk, by=chair, answers={mandatory().pk: (Answer.DONE, "Second.")})

    assert mandatory().answer_text == "First."


def test_taken_back_the_points_stand_there_with_their_answers_until_it_is_decided(
    returned: OutcomePage, chair: Any, signed_in: Any
) -> None:
    key = mandatory().pk
    answer_points(page_id=returned.pk, by=chair, answers={key: (Answer.DONE, "In the second section.")})
    send_to_quality_control(page_id=returned.pk, by=chair, note=stories.NOTE)
    take_back(page_id=returned.pk, by=chair)
    client = signed_in(chair)

    html = client.get(edit_url(returned)).content.decode()
    corrected = {f"point-{key}-answer": "done", f"point-{key}-answer_text": "In the third section."}
    streams = {name: streamfield([]) for name in ("body", "files", "cities", "links", "events")}
    client.post(edit_url(returned), nested_form_data({"title": "A playbook", **streams}) | corrected)

    assert "In the second section.</textarea>" in html
    assert html.count(f'name="point-{key}-answer"') == len(Answer)
    assert mandatory().answer_text == "In the third section."


def test_nobody_outside_the_group_answers(returned: OutcomePage, french_translator: Any) -> None:
    with pytest.raises(NotSendable):
        answer_points(page_id=returned.pk, by=french_translator, answers={mandatory().pk: (Answer.DONE, "")})

    assert mandatory().is_open()


def test_points_of_a_version_that_passed_are_done_with(returned: OutcomePage, chair: Any, secretariat: Any) -> None:
    answer_points(page_id=returned.pk, by=chair, answers={mandatory().pk: (Answer.DONE, "")})
    stories.pass_quality_control(returned, sender=chair, reviewer=secretariat)

    stories.edit(fresh(returned), chair, abstract="Four financing models, compared.")

    assert fresh(returned).open_points() == []


def test_add_a_point_works_without_javascript(public_group: Any, chair: Any, secretariat: Any, signed_in: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    data = {"seal": stories.send(page, chair), "field_1": "abstract", "text_1": "Shorten it.", "add": "1"}

    html = signed_in(secretariat).post(reverse("moderation:return", args=[page.pk]), data).content.decode()

    assert "Shorten it.</textarea>" in html
    assert 'name="text_2"' in html
    assert 'name="text_3"' not in html
    assert not Point.objects.exists()
