"""The main story without a screen: the verbs alone carry it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.rich_text import RichText

from files.models import File
from moderation.actions import (
    ContentChanged,
    Incomplete,
    NotDecidable,
    answer_points,
    return_to_group,
    withdraw,
)
from moderation.choices import Stage
from moderation.gate import NotQualityControlled
from moderation.models import Approval
from moderation.standing import standing_of
from outcomes.models import Outcome, OutcomePage
from tests import stories
from tests.moderation.conftest import fresh


def status_of(file: File) -> int:
    """What anybody gets who asks for the file."""
    response = Client().get(file.url)
    list(response)  # read to its end, so that the file is closed
    return response.status_code


def test_a_group_and_its_terms_of_reference_become_public(group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.publish_group(group, chair=chair, reviewer=secretariat)
    terms = stories.publish_terms(group, chair=chair, reviewer=secretariat)

    assert page.live
    assert page.approval.version == "1.0"
    assert terms.live
    assert terms.snapshot["aims"] == ["Test three financing models", "A playbook"]
    assert terms.snapshot["work_programme_version"] == "1.0"


@pytest.mark.parametrize("emptied", ["", stories.EMPTIED])
def test_an_incomplete_work_programme_names_each_missing_part(emptied: str, public_group: Any, chair: Any) -> None:
    programme = stories.programme_of(public_group)
    stories.edit(programme, chair, description=emptied, rules=emptied)

    with pytest.raises(Incomplete) as refusal:
        stories.send(programme, chair)

    assert {item.field for item in refusal.value.missing} == {
        "description",
        "objectives",
        "planned_outcomes",
        "milestones",
        "indicators",
        "rules",
    }


def test_a_text_that_was_emptied_again_is_no_challenge_and_no_content(group: Any, chair: Any) -> None:
    page = stories.page_of(group)
    outcome = stories.draft_outcome(group, chair, title="Emptied")
    stories.edit(page, chair, summary="A summary.", challenge=stories.EMPTIED)
    stories.edit(outcome, chair, files=[], body=[("paragraph", RichText(stories.EMPTIED))])

    assert [item.field for item in fresh(page).draft().errors()] == ["challenge"]
    assert [item.field for item in fresh(outcome).draft().errors()] == ["body"]


def test_terms_of_reference_wait_for_the_work_programme(public_group: Any, chair: Any) -> None:
    with pytest.raises(Incomplete, match="work programme is not approved"):
        stories.send(stories.terms_of(public_group), chair)


def test_an_outcome_becomes_public_with_its_file(public_group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    file = File.objects.get(work=page.translation_key)
    before = status_of(file)

    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)

    record = Outcome.objects.get(work=page.translation_key)
    assert before == 404
    assert status_of(file) == 200
    assert OutcomePage.objects.get(pk=page.pk).live
    assert record.reference == f"{public_group.reference}-O1"
    assert record.current_version == "1.0"


def test_an_outcome_waits_for_its_group(group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.draft_outcome(group, chair)
    seal = stories.send(page, chair)

    with pytest.raises(NotDecidable, match="focus group is not public yet"):
        stories.approve(page_id=page.pk, by=secretariat, seal=seal, answers=stories.ALL_YES)

    assert not OutcomePage.objects.get(pk=page.pk).live


def test_a_return_names_points_and_the_outcome_can_be_sent_again(
    public_group: Any, chair: Any, secretariat: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    seal = stories.send(page, chair)
    round_ = return_to_group(page_id=page.pk, by=secretariat, seal=seal, points=[("abstract", "Say for whom it is.")])
    returned = OutcomePage.objects.get(pk=page.pk)
    stage = standing_of(returned).stage

    stories.edit(returned, chair, abstract="For cities of 50 000 people and more.")
    [point] = round_.points.all()
    answer_points(page_id=page.pk, by=chair, answers={point.pk: ("done", "")})
    stories.pass_quality_control(returned, sender=chair, reviewer=secretariat)

    assert stage == Stage.RETURNED
    assert [point.text for point in round_.points.all()] == ["Say for whom it is."]
    assert OutcomePage.objects.get(pk=page.pk).live


def test_neither_the_co_chair_nor_the_last_editor_decides(
    public_group: Any, chair: Any, co_chair: Any, secretariat: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    stories.edit(page, secretariat, abstract="Edited by the Secretariat.")
    seal = stories.send(page, chair)

    with pytest.raises(NotDecidable, match="member of this focus group"):
        stories.approve(page_id=page.pk, by=co_chair, seal=seal, answers=stories.ALL_YES)
    with pytest.raises(NotDecidable, match="edited this version last"):
        stories.approve(page_id=page.pk, by=secretariat, seal=seal, answers=stories.ALL_YES)

    assert not Approval.objects.filter(work=page.translation_key).exists()


def test_a_decision_on_other_content_is_refused(
    public_group: Any, chair: Any, second_secretariat: Any, secretariat: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    seen = stories.send(page, chair)
    stories.edit(OutcomePage.objects.get(pk=page.pk), second_secretariat, abstract="Changed meanwhile.")

    with pytest.raises(ContentChanged):
        stories.approve(page_id=page.pk, by=secretariat, seal=seen, answers=stories.ALL_YES)


def test_an_open_question_of_the_checklist_blocks_the_approval(public_group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    seal = stories.send(page, chair)

    with pytest.raises(NotDecidable, match="Licence and rights"):
        stories.approve(page_id=page.pk, by=secretariat, seal=seal, answers={**stories.ALL_YES, "rights": False})


def test_a_live_outcome_stays_as_approved_until_the_next_version(
    public_group: Any, chair: Any, secretariat: Any
) -> None:
    page = stories.publish_outcome(public_group, chair=chair, reviewer=secretariat)

    stories.edit(page, chair, abstract="A better abstract.", change_note="Clearer.")
    while_edited = OutcomePage.objects.get(pk=page.pk).abstract
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)

    live = OutcomePage.objects.get(pk=page.pk)
    assert while_edited == "Three financing models, compared."
    assert live.abstract == "A better abstract."
    assert live.approval.version == "1.1"


def test_a_withdrawn_outcome_is_gone_with_its_file(public_group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.publish_outcome(public_group, chair=chair, reviewer=secretariat)

    withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")

    gone = OutcomePage.objects.get(pk=page.pk)
    record = Outcome.objects.get(work=page.translation_key)
    assert not gone.live
    assert gone.approval is None
    assert record.withdrawal_reason == "A figure was wrong."
    assert status_of(File.objects.get(work=page.translation_key)) == 404


def test_a_chair_neither_approves_nor_withdraws(public_group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.publish_outcome(public_group, chair=chair, reviewer=secretariat)
    draft = stories.draft_outcome(public_group, chair, title="Another")
    seal = stories.send(draft, chair)

    with pytest.raises(NotDecidable, match="Only the SCM Secretariat"):
        stories.approve(page_id=draft.pk, by=chair, seal=seal, answers=stories.ALL_YES)
    with pytest.raises(PermissionDenied):
        withdraw(page_id=page.pk, by=chair, reason="No longer needed")


def test_a_page_never_becomes_live_without_its_approval(public_group: Any, chair: Any) -> None:
    page = stories.draft_outcome(public_group, chair)

    page.live = True
    with pytest.raises(NotQualityControlled):
        page.save()

    assert not OutcomePage.objects.get(pk=page.pk).live
