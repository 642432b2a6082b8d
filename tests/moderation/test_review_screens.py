"""The review screen: what a reviewer reads, is asked and can name, of a source, a translation, a withdrawn page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from moderation.actions import take_back, withdraw
from moderation.languages import name_of_language
from moderation.models import Approval, Point
from outcomes.models import OutcomePage
from tests import scenes, stories
from tests.moderation.conftest import fresh
from translations.actions import request_translation, save_segments, submit_translation
from translations.segments import segments_of

pytestmark = pytest.mark.django_db


def review(page: Any) -> str:
    return reverse("moderation:review", args=[page.pk])


@scenes.scene
def outcome_to_check_in_french() -> OutcomePage:
    request, translator = scenes.request_fr(), scenes.translator("fr")
    texts = {segment.pk: f"{segment.source} & (français)" for segment in segments_of(request)}
    save_segments(request=request, texts=texts, by=translator)
    submit_translation(request=request, by=translator)
    return OutcomePage.objects.get(pk=request.page_id)


@pytest.fixture
def submitted(outcome_to_check_in_french: OutcomePage) -> OutcomePage:
    """The outcome in French, with the linguistic reviewer."""
    return outcome_to_check_in_french


def decision(page: OutcomePage, **fields: str) -> dict[str, str]:
    return {"seal": stories.seal_of(page), "checklist": str(page.checklist().version), **fields}


# The questions of a translation, each answered with yes, as a browser sends them.
ANSWERS = dict.fromkeys(("faithful", "terms", "exact", "accessible", "language"), "on")


def test_whoever_adds_a_point_to_what_changed_meanwhile_is_told(
    public_group: Any, chair: Any, secretariat: Any, second_secretariat: Any, signed_in: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    stories.send(page, chair)
    opened = decision(page, add="1", text_1="Mend the title.")
    client = signed_in(secretariat)
    address = reverse("moderation:return", args=[page.pk])

    assert "It has changed since you opened it." not in client.post(address, opened).content.decode()
    stories.edit(page, second_secretariat, abstract="Another text.")
    changed = client.post(address, opened).content.decode()

    assert "It has changed since you opened it." in changed
    assert "Mend the title." in changed


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


def test_the_language_of_a_file_is_called_as_the_reader_calls_it(
    public_outcome: OutcomePage, secretariat: Any, signed_in: Any
) -> None:
    UserProfile.objects.update_or_create(user=secretariat, defaults={"preferred_language": "fr"})

    html = signed_in(secretariat).get(review(public_outcome)).content.decode()

    assert "langue : anglais, titre" in html.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("code", "name"), [("de", "German"), ("EN-us", "English"), ("no language", "no language")])
def test_a_language_of_a_country_is_called_after_the_language_and_what_is_none_as_it_is(code: str, name: str) -> None:
    assert name_of_language(code) == name


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


# --- What a refusal says ------------------------------------------------------------------------------------


def refused(client: Any, verb: str, page: OutcomePage, **fields: str) -> str:
    """The screen after a decision that was refused, sent as a browser sends it: both halves of the form."""
    sent = {"verdict": "changes_needed", **fields}
    response = client.post(reverse(f"moderation:{verb}", args=[page.pk]), decision(page, **sent))
    assert response.status_code == 200
    return response.content.decode()


def approved_on_screen(client: Any, page: OutcomePage) -> str:
    """What the screen says to whoever approves the newest draft."""
    answers = {item.key: "on" for item in page.checklist().questions}
    sent = decision(fresh(page), **answers)
    return client.post(reverse("moderation:approve", args=[page.pk]), sent, follow=True).content.decode()


def test_who_approves_a_newer_version_is_led_to_request_its_translations_anew(
    public_outcome: OutcomePage,
    chair: Any,
    secretariat: Any,
    french_translator: Any,
    french_reviewer: Any,
    signed_in: Any,
) -> None:
    client, behind = signed_in(secretariat), "Its translations are of an earlier version: French."
    told = []
    for abstract in ("Four models.", "Five models."):
        stories.edit(fresh(public_outcome), chair, abstract=abstract)
        stories.send(public_outcome, chair)
        told.append(approved_on_screen(client, public_outcome))
        people = {"asked_by": secretariat, "translator": french_translator, "reviewer": french_reviewer}
        if len(told) == 1:
            stories.publish_in_french(fresh(public_outcome), **people)

    assert "is approved and public." in told[0]
    assert behind not in told[0]
    assert behind in told[1]
    assert f'href="{reverse("translations:request", args=[public_outcome.pk])}"' in told[1]


def tag(html: str, name: str) -> str:
    """The tag of the field of this name."""
    [found] = re.findall(f'<(?:input|select|textarea) [^>]*name="{name}"[^>]*>', html)
    return found


def says_at(html: str, field: str, sentence: str) -> bool:
    """Whether ``sentence`` stands at the field, which names it, and at the top with a way to the field."""
    at_top = re.search(f'<a href="#id_{field}">[^<]*(?:<span[^>]*>[^<]*</span>)?[^<]*{sentence}', html)
    at_field = re.search(f'id="id_{field}_error">{sentence}', html)
    names_it = re.search(f'aria-describedby="[^"]*id_{field}_error', tag(html, field))
    return bool(at_top and at_field and names_it) and 'aria-invalid="true"' in tag(html, field)


def test_an_open_question_is_named_at_the_top_and_at_the_question_and_what_was_typed_stays(
    submitted: OutcomePage, french_reviewer: Any, signed_in: Any
) -> None:
    given = {name: value for name, value in ANSWERS.items() if name != "faithful"}
    points = {"field_1": "abstract", "text_1": "Shorten it.", "text_2": "Say more.", "wish_2": "on"}

    html = refused(signed_in(french_reviewer), "approve", submitted, **given, **points, verdict="not_ready")

    assert says_at(html, "faithful", "Answer it with yes, or return the page with a point.")
    assert "It says all that the source says" in html.partition("problems-title")[2].partition("</ul>")[0]
    assert "checked" not in tag(html, "faithful")
    assert all("checked" in tag(html, name) for name in given)
    assert '<option value="abstract" selected>' in html
    assert all(text in html for text in ("Shorten it.</textarea>", "Say more.</textarea>"))
    assert "checked" in tag(html, "wish_2")
    assert re.search('value="not_ready"[^>]* checked', html)
    assert html.index("problems-title") < html.index("approve-title")
    assert "<title>\n            Error:" in html or "Error: " in html.partition("</title>")[0]
    assert not fresh(submitted).live


def test_a_time_that_has_passed_is_named_at_its_field_and_kept(
    public_outcome: OutcomePage, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.edit(public_outcome, chair, abstract="Four financing models, compared.")
    stories.send(public_outcome, chair)
    answers = dict.fromkeys(stories.ALL_YES, "on")

    html = refused(
        signed_in(secretariat), "approve", public_outcome, **answers, publish_at="2020-01-02T10:00", text_1="Or not?"
    )

    assert says_at(html, "publish_at", "The time of publication has passed")
    assert 'value="2020-01-02T10:00"' in tag(html, "publish_at")
    assert "id_publish_at_helptext" in tag(html, "publish_at")
    assert "checked" in tag(html, "agreed")
    assert "Or not?</textarea>" in html


def test_an_administrator_without_a_reason_reads_so_at_the_field(
    public_outcome: OutcomePage, chair: Any, administrator: Any, signed_in: Any
) -> None:
    stories.send(public_outcome, chair)

    html = refused(
        signed_in(administrator), "approve", public_outcome, **dict.fromkeys(stories.ALL_YES, "on"), override_reason=""
    )

    assert says_at(html, "override_reason", "You decide here as administrator only")


def test_a_return_without_a_point_says_so_at_the_point_and_keeps_the_answers(
    submitted: OutcomePage, french_reviewer: Any, signed_in: Any
) -> None:
    html = refused(signed_in(french_reviewer), "return", submitted, field_1="", text_1=" ", faithful="on")

    assert says_at(html, "text_1", "Write at least one point to mend")
    assert "checked" in tag(html, "faithful")
    assert not Point.objects.exists()


def test_a_point_with_a_place_and_no_words_is_not_lost(
    submitted: OutcomePage, french_reviewer: Any, signed_in: Any
) -> None:
    points = {"field_1": "abstract", "text_1": "Shorten it.", "field_2": "body", "text_2": ""}

    html = refused(signed_in(french_reviewer), "return", submitted, **points)

    assert says_at(html, "text_2", "Write what to mend there")
    assert "Shorten it.</textarea>" in html
    assert not Point.objects.exists()


def test_a_return_with_too_many_points_loses_none(submitted: OutcomePage, french_reviewer: Any, signed_in: Any) -> None:
    client = signed_in(french_reviewer)
    points = {f"text_{number}": f"Point of number {number}." for number in range(1, 52)}

    html = refused(client, "return", submitted, **points)
    full = refused(client, "return", submitted, **points, add="1")

    assert says_at(html, "text_51", "A return has at most 50 points")
    assert all(f"Point of number {number}.</textarea>" in html for number in range(1, 52))
    assert 'name="text_52"' not in full
    assert "data-points-full>A return has at most 50 points" in full
    assert not Point.objects.exists()


def test_what_was_answered_of_another_content_is_answered_anew_and_the_points_stay(
    public_outcome: OutcomePage, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.send(public_outcome, chair)
    typed = {"seal": "of another content", "text_1": "Shorten it.", "publish_at": "2040-01-02T10:00"}

    for verb in ("approve", "return"):
        html = refused(signed_in(secretariat), verb, public_outcome, agreed="on", **typed)

        assert "It has changed since you opened it" in html
        assert "checked" not in tag(html, "agreed")
        assert "Shorten it.</textarea>" in html
        assert 'value="2040-01-02T10:00"' in tag(html, "publish_at")


def test_points_that_came_too_late_are_shown_again(
    public_outcome: OutcomePage, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.send(public_outcome, chair)
    take_back(page_id=public_outcome.pk, by=chair)

    html = refused(signed_in(secretariat), "return", public_outcome, text_1="Shorten it.")

    assert "it was taken back in the meantime" in html
    assert "Your decision was not recorded:" in html
    assert "Shorten it." in html


def test_the_enter_key_decides_nothing(
    public_outcome: OutcomePage, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.send(public_outcome, chair)

    html = signed_in(secretariat).get(review(public_outcome)).content.decode().partition('id="decide"')[2]

    assert re.search("<button[^>]*>", html).group() == '<button type="submit" disabled hidden>'


# --- Who may decide -----------------------------------------------------------------------------------------


def test_who_may_not_decide_reads_why_and_who_may(
    public_outcome: OutcomePage, chair: Any, co_chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.send(public_outcome, chair)

    html = signed_in(co_chair).get(review(public_outcome)).content.decode()

    assert "You cannot decide here. You are or were a member of this focus group" in html
    assert f"Who may decide: {secretariat}" in html
    assert "#decide" not in html
    assert "#decide" in signed_in(secretariat).get(review(public_outcome)).content.decode()


def test_nobody_edits_what_waits_for_its_time(
    public_outcome: OutcomePage, chair: Any, secretariat: Any, support: Any, signed_in: Any
) -> None:
    at = timezone.now() + timedelta(days=3)
    seal = stories.send(public_outcome, chair)
    stories.approve(page_id=public_outcome.pk, by=secretariat, seal=seal, answers=stories.ALL_YES, publish_at=at)
    edit = reverse("wagtailadmin_pages:edit", args=[public_outcome.pk])
    cancel = reverse("moderation:cancel_schedule", args=[public_outcome.pk])

    pages = {
        user: [signed_in(user).get(address).content.decode() for address in (review(public_outcome), edit)]
        for user in (secretariat, support)
    }

    assert "Edit" not in [door.label for door in fresh(public_outcome).doors(secretariat)]
    for html in pages[secretariat]:
        assert "will be published on" in html
        assert f'action="{cancel}"' in html
    assert not any(f'action="{cancel}"' in html for html in pages[support])


# --- What a point can name ----------------------------------------------------------------------------------


def test_a_point_names_fields_by_their_labels_and_no_technical_ones(public_outcome: OutcomePage) -> None:
    places = dict(public_outcome.places())

    assert (places["dated_on"], places["abstract"], places["licence"]) == ("Date", "Abstract", "Licence")
    assert "dated_on_precision" not in places


def test_a_point_on_a_translation_names_what_its_translator_can_mend(submitted: OutcomePage) -> None:
    places = dict(submitted.places())

    assert {"title", "abstract", "body", "files"} <= set(places)
    assert not {"licence", "themes", "people"} & set(places)


# --- Where it leads -----------------------------------------------------------------------------------------


def test_the_doors_are_those_that_are_open_to_the_reader(
    public_outcome: OutcomePage, secretariat: Any, support: Any
) -> None:
    def labels(user: Any) -> list[str]:
        return [str(door.label) for door in public_outcome.doors(user)]

    assert labels(secretariat) == [
        "Edit",
        "Withdraw what is public",
        "Request translations",
        "History",
        "The public page",
        "Record a correction",
    ]
    assert labels(support) == ["History", "The public page"]


def test_a_preview_link_is_offered_only_where_there_is_a_draft(
    public_outcome: OutcomePage, support: Any, chair: Any, signed_in: Any
) -> None:
    client, address = signed_in(support), reverse("moderation:preview_links", args=[public_outcome.pk])

    page = client.get(address).content.decode()
    assert "It is public as it is: send its address." in page
    assert "Make a link" not in page

    stories.edit(public_outcome, chair, abstract="Not yet public.")
    assert "Preview links" in [str(door.label) for door in fresh(public_outcome).doors(support)]
    assert "Make a link" in client.get(address).content.decode()


def test_what_replaces_a_page_is_chosen_where_it_stands_in_its_language(
    submitted: OutcomePage, public_outcome: OutcomePage, french_reviewer: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.approve(page_id=submitted.pk, by=french_reviewer, seal=stories.seal_of(submitted), answers=stories.ALL_YES)
    client = signed_in(secretariat)

    for page in (public_outcome, fresh(submitted)):
        html = client.get(reverse("moderation:withdraw", args=[page.pk])).content.decode()

        assert f'new ReplacementChooser("id_replacement", {{"parentId": {page.get_parent().pk}' in html
        assert html.index("page-chooser.js") < html.index("replacement.js") < html.index("new ReplacementChooser")


def test_a_withdrawal_without_a_reason_says_so_at_its_fields_and_keeps_the_rest(
    public_outcome: OutcomePage, secretariat: Any, signed_in: Any
) -> None:
    sent = {"kind": "", "reason": "A figure was wrong."}

    html = signed_in(secretariat).post(reverse("moderation:withdraw", args=[public_outcome.pk]), sent).content.decode()

    assert says_at(html, "kind", "This field is required.")
    assert "A figure was wrong.</textarea>" in html
    assert fresh(public_outcome).live


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
    stories.send(page, chair)

    response = signed_in(secretariat).post(
        reverse("moderation:approve", args=[page.pk]), decision(page, **dict.fromkeys(stories.ALL_YES, "on"))
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
