"""The review screen: what a reviewer reads, is asked and can name, of a source, a translation, a withdrawn page."""

from typing import Any

import pytest
from django.urls import reverse

from moderation.actions import withdraw
from moderation.models import Approval, Point
from outcomes.models import OutcomePage
from tests import stories
from tests.moderation.conftest import fresh
from translations.actions import request_translation, save_segments, submit_translation
from translations.segments import segments_of

pytestmark = pytest.mark.django_db


def review(page: Any) -> str:
    return reverse("moderation:review", args=[page.pk])


@pytest.fixture
def submitted(public_outcome: OutcomePage, secretariat: Any, french_translator: Any) -> OutcomePage:
    """The outcome in French, with the linguistic reviewer."""
    request = request_translation(page_id=public_outcome.pk, language="fr", by=secretariat)
    texts = {segment.pk: f"{segment.source} & (français)" for segment in segments_of(request)}
    save_segments(request=request, texts=texts, by=french_translator)
    submit_translation(request=request, by=french_translator)
    return OutcomePage.objects.get(pk=request.page_id)


def decision(page: OutcomePage, **fields: str) -> dict[str, str]:
    return {"seal": stories.seal_of(page), **fields}


# The questions of a translation, each answered with yes, as a browser sends them.
ANSWERS = dict.fromkeys(("faithful", "terms", "exact", "accessible", "language"), "on")


# --- What is read -------------------------------------------------------------------------------------------


def test_a_linguistic_reviewer_reads_each_text_beside_its_source(
    submitted: OutcomePage, french_reviewer: Any, signed_in: Any
) -> None:
    html = signed_in(french_reviewer).get(review(submitted)).content.decode()

    assert "Content 2 – Text" in html
    assert 'lang="en" dir="ltr">A revolving fund, an on-tax scheme and a cooperative.</p>' in html
    assert 'lang="fr" dir="ltr">A revolving fund, an on-tax scheme and a cooperative. &amp; (français)</p>' in html


def test_a_text_that_the_draft_lacks_or_has_too_much_is_seen(submitted: OutcomePage, french_translator: Any) -> None:
    stories.edit(submitted, french_translator, abstract="", change_note="Neuf")

    pairs = {pair.place: (pair.source, pair.own) for pair in fresh(submitted).pairs()}

    assert pairs["Abstract"] == ("Three financing models, compared.", "")
    assert pairs["Change note"] == ("", "Neuf")


def test_the_source_beside_it_is_the_version_that_was_requested(
    submitted: OutcomePage, public_outcome: OutcomePage, chair: Any, secretariat: Any
) -> None:
    stories.edit(fresh(public_outcome), chair, abstract="Four financing models, compared.")
    stories.pass_quality_control(public_outcome, sender=chair, reviewer=secretariat)
    request_translation(page_id=public_outcome.pk, language="de", by=secretariat)

    pairs = {pair.place: pair.source for pair in fresh(submitted).pairs()}

    assert pairs["Abstract"] == "Three financing models, compared."


def test_a_source_has_nothing_beside_it(public_outcome: OutcomePage, secretariat: Any, signed_in: Any) -> None:
    html = signed_in(secretariat).get(review(public_outcome)).content.decode()

    assert "Source and translation" not in html


# --- What is asked ------------------------------------------------------------------------------------------


def test_a_translation_has_questions_of_its_own(submitted: OutcomePage, french_reviewer: Any, signed_in: Any) -> None:
    html = signed_in(french_reviewer).get(review(submitted)).content.decode()

    assert "It says all that the source says" in html
    assert "agreed in the work programme" not in html
    assert "Licence and rights" not in html


def test_an_approval_keeps_which_questions_were_answered(
    submitted: OutcomePage, public_outcome: OutcomePage, french_reviewer: Any, signed_in: Any
) -> None:
    client = signed_in(french_reviewer)

    client.post(reverse("moderation:approve", args=[submitted.pk]), decision(submitted, **ANSWERS))

    french = Approval.objects.get(language="fr")
    assert (french.checklist_id, set(french.answers)) == (2, set(ANSWERS))
    assert Approval.objects.get(work=public_outcome.translation_key, language="en").checklist_id == 1


def test_a_translation_with_an_open_question_is_not_approved(
    submitted: OutcomePage, french_reviewer: Any, signed_in: Any
) -> None:
    given = ANSWERS | {"faithful": ""}

    html = (
        signed_in(french_reviewer)
        .post(reverse("moderation:approve", args=[submitted.pk]), decision(submitted, **given))
        .content.decode()
    )

    assert "Not every question is answered with yes: It says all that the source says" in html
    assert not fresh(submitted).live


# --- What a point can name ----------------------------------------------------------------------------------


def test_a_point_names_fields_by_their_labels_and_no_technical_ones(public_outcome: OutcomePage) -> None:
    places = dict(public_outcome.places())

    assert (places["dated_on"], places["abstract"], places["licence"]) == ("Date", "Abstract", "Licence")
    assert "dated_on_precision" not in places


def test_a_point_on_a_translation_names_what_its_translator_can_mend(submitted: OutcomePage) -> None:
    places = dict(submitted.places())

    assert {"title", "abstract", "body", "files"} <= set(places)
    assert not {"licence", "themes", "people"} & set(places)


def test_a_refused_return_offers_the_same_places_again(
    submitted: OutcomePage, french_reviewer: Any, signed_in: Any
) -> None:
    html = (
        signed_in(french_reviewer)
        .post(reverse("moderation:return", args=[submitted.pk]), decision(submitted, field_1="abstract"))
        .content.decode()
    )

    assert html.index("return-title") < html.rindex("Write at least one point to mend")
    assert '<option value="abstract" selected>Abstract</option>' in html


# --- Where it leads -----------------------------------------------------------------------------------------


def test_the_doors_are_those_that_are_open_to_the_reader(
    public_outcome: OutcomePage, secretariat: Any, support: Any
) -> None:
    def labels(user: Any) -> list[str]:
        return [str(door.label) for door in public_outcome.doors(user)]

    assert labels(secretariat) == [
        "Edit",
        "Withdraw what is public",
        "Preview links",
        "Request translations",
        "History",
        "The public page",
        "Record a correction",
    ]
    assert labels(support) == ["Preview links", "History", "The public page"]


def test_a_linguistic_reviewer_opens_a_translation_on_the_desk(submitted: OutcomePage, french_reviewer: Any) -> None:
    [edit] = submitted.doors(french_reviewer)

    assert edit.address == submitted.editing_address()
    assert "translation-desk" in edit.address


# --- After deciding -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["approve", "return"])
def test_a_linguistic_reviewer_goes_on_at_the_desk(
    verb: str, submitted: OutcomePage, french_reviewer: Any, signed_in: Any
) -> None:
    fields = ANSWERS if verb == "approve" else {"text_1": "Check the capitals."}

    response = signed_in(french_reviewer).post(
        reverse(f"moderation:{verb}", args=[submitted.pk]), decision(submitted, **fields), follow=True
    )

    assert response.redirect_chain == [(reverse("translations:desk"), 302)]
    assert response.status_code == 200
    assert ("is approved and public" if verb == "approve" else "Returned.") in response.content.decode()
    assert Point.objects.exists() == (verb == "return")


def test_the_secretariat_goes_on_at_the_queue(public_group: Any, chair: Any, secretariat: Any, signed_in: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    seal = stories.send(page, chair)

    response = signed_in(secretariat).post(
        reverse("moderation:approve", args=[page.pk]), {"seal": seal, **dict.fromkeys(stories.ALL_YES, "on")}
    )

    assert response.url == reverse("moderation:queue")


# --- A withdrawn page ---------------------------------------------------------------------------------------


@pytest.fixture
def withdrawn(public_outcome: OutcomePage, secretariat: Any) -> OutcomePage:
    withdraw(page_id=public_outcome.pk, by=secretariat, reason="A cost figure was wrong.")
    return fresh(public_outcome)


def test_a_withdrawn_page_says_when_by_whom_and_why(withdrawn: OutcomePage, secretariat: Any, signed_in: Any) -> None:
    html = signed_in(secretariat).get(review(withdrawn)).content.decode()

    assert "Version 1.0 was withdrawn on" in html
    assert str(secretariat) in html
    assert "A cost figure was wrong." in html
    assert "This is the first version." not in html


def test_what_changed_is_compared_with_the_version_that_was_withdrawn(
    withdrawn: OutcomePage, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.edit(withdrawn, chair, abstract="Four financing models, compared.")

    html = signed_in(secretariat).get(review(withdrawn)).content.decode()

    assert "Since version 1.0, which was withdrawn" in html
    assert "<del>" in html


def test_a_page_that_came_back_is_withdrawn_no_more(withdrawn: OutcomePage, chair: Any, secretariat: Any) -> None:
    assert withdrawn.withdrawal().reason == "A cost figure was wrong."

    stories.pass_quality_control(withdrawn, sender=chair, reviewer=secretariat)

    assert fresh(withdrawn).withdrawal() is None
