"""The questions of quality control, in versions that the Secretariat writes (E6)."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from moderation.actions import ChecklistChanged, NotAChecklist, QuestionsChanged, approve, revise_checklist
from moderation.checklist import Question
from moderation.choices import ChecklistKind
from moderation.models import Approval, Checklist
from moderation.models.event import Immutable
from moderation.record import checks_of
from outcomes.models import OutcomePage
from tests import stories

pytestmark = pytest.mark.django_db

DELIVERY = ChecklistKind.DELIVERY
NEW = Question("", {"en": "A city outside the group could repeat it.", "fr": "Une autre ville pourrait le refaire."})
REVISE = reverse("moderation:revise_checklist", args=[DELIVERY])


def current() -> Checklist:
    return Checklist.objects.in_force(DELIVERY)


def revised(by: Any, *questions: Question) -> Checklist:
    return revise_checklist(kind=DELIVERY, based_on=current().version, questions=questions, by=by)


@pytest.fixture
def sent(public_group: Any, chair: Any) -> OutcomePage:
    page = stories.draft_outcome(public_group, chair)
    stories.send(page, chair)
    return page


# --- The verb -----------------------------------------------------------------------------------------------


def test_the_secretariat_puts_a_new_version_into_force(secretariat: Any) -> None:
    before = current()

    made = revised(secretariat, before.questions[1], NEW)

    assert current() == made
    assert made.version == 4
    assert [question.key for question in made.questions] == [before.questions[1].key, "q4-2"]
    assert Checklist.objects.in_force(ChecklistKind.TRANSLATION).version == 2
    entry = ModelLogEntry.objects.get(action="moderation.revise_checklist")
    assert (entry.user, entry.object_id, entry.data) == (secretariat, "4", {"kind": "delivery", "before": 1})


def test_nobody_else_does(support: Any, chair: Any, french_reviewer: Any) -> None:
    for by in (support, chair, french_reviewer):
        with pytest.raises(PermissionDenied):
            revised(by, NEW)

    assert current().version == 1


@pytest.mark.parametrize(
    ("questions", "why"),
    [
        ([], "At least one question is mandatory"),
        ([Question("", {"en": "Nice to have."}, is_mandatory=False)], "At least one question is mandatory"),
        ([Question("", {"fr": "En français seulement."})], "in the site's own language"),
        ([Question("", {"en": "  "})], "in the site's own language"),
        ([Question("of_another_list", {"en": "Is it?"})], "not of this list"),
        ([Question("agreed", {"en": "Is it?"}), Question("agreed", {"en": "Was it?"})], "not of this list"),
    ],
)
def test_what_is_no_list_is_refused(questions: list[Question], why: str, secretariat: Any) -> None:
    with pytest.raises(NotAChecklist, match=why):
        revised(secretariat, *questions)

    assert Checklist.objects.count() == 3


def test_without_a_change_there_is_no_new_version(secretariat: Any) -> None:
    with pytest.raises(NotAChecklist, match="Nothing has changed"):
        revised(secretariat, *current().questions)


def test_of_two_people_at_once_the_second_is_told(secretariat: Any, second_secretariat: Any) -> None:
    seen = current().version
    revised(second_secretariat, NEW)

    with pytest.raises(ChecklistChanged):
        revise_checklist(kind=DELIVERY, based_on=seen, questions=[NEW], by=secretariat)

    assert current().made_by == second_secretariat


def test_a_version_is_never_changed(secretariat: Any) -> None:
    checklist = current()

    with pytest.raises(Immutable):
        checklist.save()
    with pytest.raises(Immutable):
        checklist.delete()
    with pytest.raises(Immutable):
        Checklist.objects.update(content=[])


# --- What follows -------------------------------------------------------------------------------------------


def test_a_mandatory_question_that_is_new_blocks_until_it_is_answered(
    sent: OutcomePage, secretariat: Any, second_secretariat: Any
) -> None:
    made = revised(second_secretariat, *current().questions, NEW)
    seal = stories.seal_of(sent)

    with pytest.raises(PermissionDenied, match="A city outside the group could repeat it"):
        stories.approve(page_id=sent.pk, by=secretariat, seal=seal, answers=stories.ALL_YES)
    stories.approve(page_id=sent.pk, by=secretariat, seal=seal, answers={**stories.ALL_YES, "q4-7": True})

    approval = Approval.objects.get(work=sent.translation_key)
    assert approval.checklist == made
    assert set(approval.answers) == {question.key for question in made.questions}


def test_an_optional_question_may_stay_open_and_the_answer_is_kept(sent: OutcomePage, secretariat: Any) -> None:
    revised(secretariat, *current().questions, Question("", {"en": "It is short."}, is_mandatory=False))

    stories.approve(page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent), answers=stories.ALL_YES)

    assert Approval.objects.get(work=sent.translation_key).answers["q4-7"] is False


def test_answers_to_older_questions_decide_nothing(
    sent: OutcomePage, secretariat: Any, second_secretariat: Any
) -> None:
    seen = current().version
    revised(second_secretariat, *current().questions[1:])

    with pytest.raises(QuestionsChanged):
        approve(
            page_id=sent.pk,
            by=secretariat,
            seal=stories.seal_of(sent),
            answers=stories.ALL_YES,
            checklist=seen,
        )

    sent.refresh_from_db()
    assert not sent.live


def test_what_was_approved_keeps_its_version_and_its_approval(public_outcome: OutcomePage, secretariat: Any) -> None:
    revised(secretariat, NEW)

    with translation.override("fr"):
        [check] = checks_of([public_outcome.translation_key])

    assert check.checklist == 1
    assert check.all_yes
    assert check.answers[0].question.startswith("Le document correspond à ce qui a été convenu")
    assert public_outcome.approval is not None


def test_the_record_shows_a_question_that_nobody_translated_in_the_language_that_it_has(
    sent: OutcomePage, secretariat: Any, client: Any
) -> None:
    revised(secretariat, NEW)
    stories.approve(page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent), answers={"q4-1": True})
    reference = OutcomePage.objects.get(pk=sent.pk).record.reference

    french = client.get(f"/fr/id/{reference}/quality-control/", follow=True).content.decode()
    german = client.get(f"/de/id/{reference}/quality-control/", follow=True).content.decode()

    assert ">Une autre ville pourrait le refaire. <strong>" in french
    assert '<span lang="en">A city outside the group could repeat it.</span>' in german


# --- The screens --------------------------------------------------------------------------------------------


def typed(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The form of a new version as a browser sends it."""
    data: dict[str, Any] = {
        "based_on": current().version,
        "form-TOTAL_FORMS": len(questions),
        "form-INITIAL_FORMS": len(current().questions),
    }
    for number, question in enumerate(questions):
        data |= {f"form-{number}-ORDER": number + 1}
        data |= {f"form-{number}-{name}": value for name, value in question.items()}
    return data | more


def as_they_are() -> list[dict[str, Any]]:
    return [
        {
            "key": question.key,
            "is_mandatory": "on",
            **{f"text_{code}": text for code, text in question.texts.items()},
        }
        for question in current().questions
    ]


def test_everybody_who_is_judged_reads_the_questions(chair: Any, french_translator: Any, signed_in: Any) -> None:
    for user in (chair, french_translator):
        html = signed_in(user).get(reverse("moderation:checklists")).content.decode()

        assert "Licence and rights are clear" in html
        assert "Change the questions" not in html
        assert signed_in(user).get(REVISE).status_code == 302


def test_a_question_is_written_moved_left_out_and_added(secretariat: Any, signed_in: Any) -> None:
    questions = as_they_are()
    questions[0]["text_en"] = "It keeps to the work programme."
    questions[1]["DELETE"] = "on"
    questions[2]["ORDER"] = 0
    questions[3].pop("is_mandatory")
    questions.append({"text_en": "A city could repeat it.", "is_mandatory": "on"})

    response = signed_in(secretariat).post(REVISE, typed(*questions), follow=True)

    assert "Version 4 of the questions is in force" in response.content.decode()
    made = current().questions
    assert [question.key for question in made] == [
        "rights",
        "agreed",
        "accessible",
        "personal_data",
        "language",
        "q4-6",
    ]
    assert made[1].texts["en"] == "It keeps to the work programme."
    assert [question.is_mandatory for question in made] == [True, True, False, True, True, True]


def test_one_more_question_is_offered_and_nothing_typed_is_lost(secretariat: Any, signed_in: Any) -> None:
    questions = as_they_are()
    questions[0]["text_en"] = "Half a sentence"

    html = signed_in(secretariat).post(REVISE, typed(*questions, add="1")).content.decode()

    assert "Half a sentence" in html
    assert "Question 7" in html
    assert Checklist.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text_en": ""}, "This field is required"),
        ({"text_en": "x" * 301}, "Ensure this value has at most 300 characters"),
        ({"ORDER": "first"}, "Enter a whole number"),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept(change: dict, why: str, secretariat: Any, signed_in: Any) -> None:
    questions = as_they_are()
    questions[0] |= change
    questions[1]["text_en"] = "Kept all the same"

    html = signed_in(secretariat).post(REVISE, typed(*questions)).content.decode()

    [name] = change
    assert f'id="id_form-0-{name}_error">{why}' in html
    assert f'aria-describedby="id_form-0-{name}_error"' in html
    assert re.search(f'<a href="#id_form-0-{name}">1. [^<]* – {why}', html)
    assert "Kept all the same" in html
    assert current().version == 1


def test_more_questions_than_a_list_holds_are_not_offered(secretariat: Any, signed_in: Any) -> None:
    questions = [*as_they_are(), *({"text_en": f"Question of number {number}."} for number in range(24))]

    html = signed_in(secretariat).post(REVISE, typed(*questions, add="1")).content.decode()

    assert "A list has at most 30 questions." in html
    assert 'name="add"' not in html
    assert all(question["text_en"] in html for question in questions)


def test_whoever_comes_second_keeps_what_was_typed(secretariat: Any, second_secretariat: Any, signed_in: Any) -> None:
    data = typed(*as_they_are())
    data["form-0-text_en"] = "My own words"
    revised(second_secretariat, NEW)

    html = signed_in(secretariat).post(REVISE, data).content.decode()

    assert "Somebody else changed these questions" in html
    assert "My own words" in html
    assert current().made_by == second_secretariat


def test_a_form_without_its_number_and_a_kind_that_is_none_are_no_errors(secretariat: Any, signed_in: Any) -> None:
    client = signed_in(secretariat)

    assert client.post(REVISE, typed(*as_they_are(), based_on="²")).status_code == 200
    assert client.post(REVISE, {}).status_code == 200
    assert client.get(reverse("moderation:revise_checklist", args=["poems"])).status_code == 404


def test_the_review_screen_asks_the_new_questions_and_refuses_the_old(
    sent: OutcomePage, secretariat: Any, second_secretariat: Any, signed_in: Any
) -> None:
    client = signed_in(secretariat)
    form = client.get(reverse("moderation:review", args=[sent.pk])).context["approve_form"]
    revised(second_secretariat, *current().questions, NEW)
    yes = dict.fromkeys((*stories.ALL_YES, "q4-7"), "on")
    data = {"seal": form["seal"].value(), "checklist": form["checklist"].value(), **yes}

    page = client.post(reverse("moderation:approve", args=[sent.pk]), data)
    again = page.context["approve_form"]
    client.post(reverse("moderation:approve", args=[sent.pk]), {**data, "checklist": again["checklist"].value()})

    html = page.content.decode()
    assert "The questions of quality control have changed since you opened it" in html
    assert "A city outside the group could repeat it." in html
    assert "checked" not in str(again["agreed"])
    assert Approval.objects.get(work=sent.translation_key).checklist_id == 4


@pytest.mark.parametrize("number", [{}, {"checklist": ""}, {"checklist": "²"}, {"checklist": "9" * 30}])
def test_answers_that_name_no_questions_decide_nothing(
    number: dict[str, str], sent: OutcomePage, secretariat: Any, signed_in: Any
) -> None:
    data = {"seal": stories.seal_of(sent), **dict.fromkeys(stories.ALL_YES, "on"), **number}

    answer = signed_in(secretariat).post(reverse("moderation:approve", args=[sent.pk]), data)

    assert "it is not known which ones you answered. Look at them again" in answer.content.decode()
    assert "checked" not in str(answer.context["approve_form"]["agreed"])
    assert not Approval.objects.filter(work=sent.translation_key).exists()


def test_the_queue_and_the_lists_cost_the_same_however_many_versions_there_are(
    secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    client = signed_in(secretariat)
    client.get(reverse("moderation:checklists"))
    few = count_queries(lambda: client.get(reverse("moderation:checklists")))

    for number in range(5):
        revised(secretariat, Question("", {"en": f"Question {number}"}))

    assert count_queries(lambda: client.get(reverse("moderation:checklists"))) == few
