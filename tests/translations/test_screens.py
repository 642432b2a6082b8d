"""The screens of the translation desk: who sees them, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from moderation.actions import return_to_group, take_back
from moderation.models import Point
from outbox.models import Message
from outcomes.models import OutcomePage
from tests import scenes, stories
from translations.actions import request_translation, save_segments, submit_translation
from translations.models import TranslationRequest
from translations.pages import BeingChecked
from translations.segments import segments_of

from .conftest import as_sent, screen, translate_all

ROLES = [
    "chair",
    "support",
    "secretariat",
    "french_translator",
    "french_reviewer",
    "german_translator",
    "administrator",
]
DESK = {"secretariat", "french_translator", "french_reviewer", "german_translator", "administrator"}
FRENCH = {"french_translator", "french_reviewer", "administrator"}
REQUESTING = {"secretariat", "administrator"}


@pytest.fixture
def client_of(request: Any, signed_in: Callable[[Any], Client]) -> Callable[[str], Client]:
    return lambda role: signed_in(request.getfixturevalue(role))


# --- Who sees what -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_the_desk_is_for_those_who_translate_check_or_request(role: str, client_of: Any, request_fr: Any) -> None:
    response = client_of(role).get(reverse("translations:desk"))

    assert response.status_code == (200 if role in DESK else 403)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["translate", "source"])
def test_only_who_translates_french_opens_a_french_request(
    name: str, role: str, client_of: Any, request_fr: Any
) -> None:
    response = client_of(role).get(screen(name, request_fr.pk))

    allowed = 200 if name == "translate" else 302
    assert response.status_code == (allowed if role in FRENCH else 403)


@pytest.mark.parametrize("role", ROLES)
def test_only_the_secretariat_requests(role: str, client_of: Any, outcome: Any) -> None:
    client = client_of(role)
    url = screen("request", outcome.pk)

    seen = client.get(url).status_code
    sent = client.post(url, {"languages": ["fr"]}).status_code

    assert (seen, sent) == ((200, 302) if role in REQUESTING else (403, 403))
    assert TranslationRequest.objects.exists() == (role in REQUESTING)


@pytest.mark.parametrize("name", ["translate", "submit"])
def test_a_french_translator_is_refused_on_german(name: str, translator_client: Client, request_de: Any) -> None:
    first = segments_of(request_de)[0]

    response = translator_client.post(screen(name, request_de.pk), {f"segment-{first.pk}": "Ein Leitfaden"})

    assert response.status_code == 403
    assert segments_of(request_de)[0].translation == ""


@pytest.mark.parametrize(("role", "is_shown"), [("chair", False), ("french_translator", True), ("secretariat", True)])
def test_the_menu_shows_the_desk_to_those_who_use_it(
    role: str, is_shown: bool, client_of: Any, request_fr: Any
) -> None:
    html = client_of(role).get(reverse("wagtailadmin_home"), follow=True).content.decode()

    assert (reverse("translations:desk") in html) == is_shown


def title_of(html: str) -> str:
    return " ".join(html.partition("<title>")[2].partition("</title>")[0].split())


def test_each_screen_names_itself_in_the_title_of_its_window(
    client_of: Any, translator_client: Client, outcome: Any, request_fr: Any
) -> None:
    secretariat = client_of("secretariat")
    answers = {
        "Translations -": translator_client.get(reverse("translations:desk")),
        f"Translate into French: {outcome.title} -": translator_client.get(screen("translate", request_fr.pk)),
        f"Request translations: {outcome.title} -": secretariat.get(screen("request", outcome.pk)),
        "This is not open to you -": translator_client.get(screen("request", outcome.pk)),
    }

    for title, answer in answers.items():
        assert title_of(answer.content.decode()).startswith(title)


# --- The desk ----------------------------------------------------------------------------------------------


def test_the_desk_says_what_is_to_do(translator_client: Client, outcome: Any, secretariat: Any) -> None:
    request_translation(page_id=outcome.pk, language="fr", by=secretariat, due_on=date(2020, 1, 31))
    request_translation(page_id=outcome.pk, language="de", by=secretariat)

    html = translator_client.get(reverse("translations:desk")).content.decode()

    assert "A playbook for mid-sized cities" in html
    assert "overdue" in html
    assert "To translate" in html
    assert "language-de" not in html


def test_an_empty_desk_says_what_brings_work(translator_client: Client) -> None:
    response = translator_client.get(reverse("translations:desk"))

    assert "When the SCM Secretariat asks for a translation" in response.content.decode()


def test_the_desk_asks_as_many_questions_for_four_requests_as_for_one(
    translator_client: Client,
    group: Any,
    chair: Any,
    secretariat: Any,
    request_fr: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    url = reverse("translations:desk")
    translator_client.get(url)
    with django_assert_num_queries(99, exact=False) as one:
        translator_client.get(url)
    for number in range(3):
        page = stories.publish_outcome(group, chair=chair, reviewer=secretariat, title=f"Outcome {number}")
        request_translation(page_id=page.pk, language="fr", by=secretariat)

    with django_assert_num_queries(99, exact=False) as four:
        html = translator_client.get(url).content.decode()

    assert html.count("desk-entry__title") == 4
    assert len(four) == len(one)


# --- Requesting --------------------------------------------------------------------------------------------


def test_a_request_in_two_languages_tells_both_translators(
    signed_in: Any, secretariat: Any, french_translator: Any, german_translator: Any, outcome: Any
) -> None:
    form = {"languages": ["fr", "de"], "due_on": "2099-03-01", "message": "Ask Marta."}

    signed_in(secretariat).post(screen("request", outcome.pk), form)

    assert set(TranslationRequest.objects.values_list("language", "due_on")) == {
        ("fr", date(2099, 3, 1)),
        ("de", date(2099, 3, 1)),
    }
    told = Message.objects.filter(to__in=[french_translator.email, german_translator.email])
    assert {message.to for message in told} == {french_translator.email, german_translator.email}


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"languages": []}, "Choose at least one language."),
        ({"languages": ["fr"], "due_on": "2001-01-01"}, "This day is past."),
        ({"languages": ["fr", "xx"]}, "Select a valid choice."),
    ],
)
def test_a_refused_request_says_why(
    form: dict[str, Any], sentence: str, signed_in: Any, secretariat: Any, outcome: Any
) -> None:
    html = signed_in(secretariat).post(screen("request", outcome.pk), form).content.decode()

    assert sentence in html
    assert not TranslationRequest.objects.exists()


def test_a_draft_cannot_be_requested(signed_in: Any, secretariat: Any, group: Any, chair: Any) -> None:
    draft = stories.draft_outcome(group, chair)
    client = signed_in(secretariat)

    shown = client.get(screen("request", draft.pk)).content.decode()
    sent = client.post(screen("request", draft.pk), {"languages": ["fr"]}).content.decode()

    assert "This page is not public yet." in shown
    assert "This page is not public yet." in sent
    assert not TranslationRequest.objects.exists()


def test_the_request_of_a_language_version_is_that_of_its_source(
    signed_in: Any, secretariat: Any, outcome: Any, french_page: Any
) -> None:
    response = signed_in(secretariat).get(screen("request", french_page.pk))

    assert response.url == screen("request", outcome.pk)


def test_an_ordinary_page_has_no_request_screen(signed_in: Any, secretariat: Any, outcome: Any) -> None:
    home = outcome.get_site().root_page

    assert signed_in(secretariat).get(screen("request", home.pk), follow=True).status_code == 404


# --- Translating -------------------------------------------------------------------------------------------


def test_the_source_beside_the_segments_is_the_public_page(
    translator_client: Client, request_fr: Any, outcome: Any
) -> None:
    response = translator_client.get(screen("source", request_fr.pk))

    assert response.url == outcome.url


def test_a_source_that_is_not_public_is_not_shown(
    translator_client: Client, request_fr: Any, outcome: Any, secretariat: Any
) -> None:
    from moderation.actions import withdraw

    withdraw(page_id=outcome.pk, by=secretariat, reason="A figure was wrong.")

    response = translator_client.get(screen("source", request_fr.pk))

    assert "The source is not public at the moment." in response.content.decode()


def test_segments_carry_their_place_and_language(translator_client: Client, request_fr: Any) -> None:
    html = translator_client.get(screen("translate", request_fr.pk)).content.decode()

    assert "Content 2 – Text" in html
    assert 'lang="fr" dir="ltr"' in html
    assert "0 of 4 translated" in html


def test_save_keeps_what_was_typed(translator_client: Client, request_fr: Any) -> None:
    first = segments_of(request_fr)[0]

    response = translator_client.post(
        screen("translate", request_fr.pk), as_sent(request_fr, **{f"segment-{first.pk}": "Un guide"})
    )

    assert response.status_code == 302
    assert segments_of(request_fr)[0].translation == "Un guide"


def test_a_sign_that_no_database_takes_costs_no_text(translator_client: Client, request_fr: Any) -> None:
    first = segments_of(request_fr)[0]
    typed = {f"segment-{first.pk}": "Un\0 guide", "note_to_reviewer": "Page\0 2"}

    response = translator_client.post(screen("translate", request_fr.pk), as_sent(request_fr, **typed))

    assert response.status_code == 302
    assert segments_of(request_fr)[0].translation == "Un guide"
    assert "Page 2" in translator_client.get(screen("translate", request_fr.pk)).content.decode()


def test_broken_markup_is_kept_and_named_at_its_segment(translator_client: Client, request_fr: Any) -> None:
    last = segments_of(request_fr)[-1]
    typed = "Un <h1>fonds</h1>"

    response = translator_client.post(
        screen("translate", request_fr.pk),
        as_sent(request_fr, **{f"segment-{last.pk}": typed}),
        follow=True,
    )

    html = response.content.decode()
    assert segments_of(request_fr)[-1].translation == typed
    assert f'id="error-{last.pk}"' in html
    assert f'aria-describedby="error-{last.pk} source-{last.pk}"' in html
    assert f'<a href="#id_segment-{last.pk}">' in html
    assert "Use only those of the source" in html


def test_an_older_screen_takes_back_nothing_that_somebody_else_wrote(
    translator_client: Client, request_fr: Any, french_reviewer: Any
) -> None:
    older = as_sent(request_fr)
    title, abstract = segments_of(request_fr)[:2]
    save_segments(request=request_fr, texts={title.pk: "Le guide", abstract.pk: "Trois modèles"}, by=french_reviewer)

    html = translator_client.post(
        screen("translate", request_fr.pk), older | {f"segment-{abstract.pk}": "Des modèles"}
    ).content.decode()

    assert [segment.translation for segment in segments_of(request_fr)[:2]] == ["Le guide", "Trois modèles"]
    assert "Somebody else saved another text in the meantime: “Trois modèles”." in html
    assert ">Des modèles</textarea>" in html


# --- Files -------------------------------------------------------------------------------------------------


def files_of(page: OutcomePage) -> list[tuple[str, str, bool]]:
    return [
        (block.value["document"].title, block.value["language"], block.value["accessible"])
        for block in OutcomePage.objects.get(pk=page.pk).draft().files
    ]


def test_a_file_in_the_language_takes_the_place_of_the_sources(
    translator_client: Client, request_fr: Any, french_page: Any, outcome: Any
) -> None:
    source_file = outcome.files[0].value["document"]
    upload = SimpleUploadedFile("guide.pdf", stories.PDF)

    translator_client.post(
        screen("translate", request_fr.pk),
        as_sent(
            request_fr,
            **{
                f"file-{source_file.pk}-kept": None,
                "new-file": upload,
                "new-title": "Guide",
                "new-accessible": "on",
            },
        ),
    )

    assert files_of(french_page) == [("Guide", "fr", True)]
    html = translator_client.get(screen("translate", request_fr.pk)).content.decode()
    assert "Playbook" in html, "the source's file can be taken again"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("guide.pdf", b"MZ a program", "This file is named .pdf but its content is something else."),
        ("guide.exe", b"MZ a program", "File extension “exe” is not allowed."),
        ("guide.pdf", b"", "empty"),
    ],
)
def test_a_refused_file_is_answered_with_a_sentence_and_costs_no_text(
    name: str, content: bytes, sentence: str, translator_client: Client, request_fr: Any, french_page: Any
) -> None:
    first = segments_of(request_fr)[0]
    fields = {
        f"segment-{first.pk}": "Un guide",
        "new-file": SimpleUploadedFile(name, content),
        "new-title": "Guide",
    }

    html = translator_client.post(screen("translate", request_fr.pk), as_sent(request_fr, **fields)).content.decode()

    assert sentence in html
    assert 'value="Guide"' in html
    assert segments_of(request_fr)[0].translation == "Un guide"
    assert files_of(french_page) == [("Playbook", "en", True)]


def test_saving_texts_makes_no_draft_of_the_page(translator_client: Client, request_fr: Any, french_page: Any) -> None:
    before = french_page.revisions.count()
    first = segments_of(request_fr)[0]

    translator_client.post(
        screen("translate", request_fr.pk), as_sent(request_fr, **{f"segment-{first.pk}": "Un guide"})
    )

    assert french_page.revisions.count() == before


def test_a_file_that_somebody_else_just_added_stays(
    translator_client: Client, request_fr: Any, french_page: Any
) -> None:
    older = as_sent(request_fr)
    upload = SimpleUploadedFile("guide.pdf", stories.PDF)
    translator_client.post(screen("translate", request_fr.pk), as_sent(request_fr, **{"new-file": upload}))

    translator_client.post(screen("translate", request_fr.pk), older)

    assert [title for title, _language, _accessible in files_of(french_page)] == ["Playbook", "guide"]


# --- Submitting --------------------------------------------------------------------------------------------


def test_submitted_too_early_it_lists_what_is_missing_and_keeps_the_rest(
    translator_client: Client, request_fr: Any, french_page: Any
) -> None:
    first, second, *_rest = segments_of(request_fr)

    html = translator_client.post(
        screen("submit", request_fr.pk), as_sent(request_fr, **{f"segment-{first.pk}": "Un guide"})
    ).content.decode()

    assert "3 of 4 texts are not translated yet." in html
    assert f'<a href="#id_segment-{second.pk}">Abstract</a>' in html
    assert segments_of(request_fr)[0].translation == "Un guide"
    assert not OutcomePage.objects.get(pk=french_page.pk).workflow_in_progress


def test_a_title_that_does_not_fit_is_refused_by_name(
    translator_client: Client, request_fr: Any, french_translator: Any
) -> None:
    translate_all(request_fr, french_translator)
    title = segments_of(request_fr)[0]

    html = translator_client.post(
        screen("submit", request_fr.pk), as_sent(request_fr, **{f"segment-{title.pk}": "long " * 60})
    ).content.decode()

    assert "Title: at most 255 characters fit, it has 299." in html


def test_the_desk_shows_what_the_checks_find_and_asks_for_a_note(
    translator_client: Client, request_fr: Any, french_page: Any, french_translator: Any
) -> None:
    translate_all(request_fr, french_translator)
    [source_file] = french_page.draft().files
    own = {f"file-{source_file.value['document'].pk}-kept": None, "new-title": "Guide"}
    own |= {"new-file": SimpleUploadedFile("guide.pdf", stories.PDF)}
    found = '<a href="#files-title">“Guide” says that its language is “English”: choose that, or mend the file.</a>'

    refused = translator_client.post(screen("submit", request_fr.pk), as_sent(request_fr, **own)).content.decode()
    was_sent = OutcomePage.objects.get(pk=french_page.pk).workflow_in_progress
    note = {"note_to_reviewer": "The printer has it so."}
    translator_client.post(screen("submit", request_fr.pk), as_sent(request_fr, **note))

    assert found in refused
    assert "Write a note to the reviewer on what stands under “To look at”." in refused
    assert not was_sent
    round_ = OutcomePage.objects.get(pk=french_page.pk).current_workflow_task_state
    assert round_.note == "The printer has it so."


def test_what_the_checks_find_in_the_source_is_not_its_translators_to_mend(
    outcome: Any, chair: Any, secretariat: Any, french_translator: Any, signed_in: Any
) -> None:
    [block] = outcome.files
    stories.edit(outcome, chair, files=[("file", {**block.value, "language": "de"})])
    stories.pass_quality_control(outcome, sender=chair, reviewer=secretariat)
    request = request_translation(page_id=outcome.pk, language="fr", by=secretariat)
    translate_all(request, french_translator)
    page = OutcomePage.objects.get(pk=request.page_id)
    client = signed_in(french_translator)

    shown = client.get(screen("translate", request.pk)).content.decode()
    client.post(screen("submit", request.pk), as_sent(request))

    assert "To look at before you send" not in shown
    assert OutcomePage.objects.get(pk=page.pk).workflow_in_progress
    assert "says that its language is" in str(page.draft().warnings())


def test_submitted_it_is_with_the_reviewers_who_have_a_mail(
    translator_client: Client, request_fr: Any, french_page: Any, french_translator: Any, french_reviewer: Any
) -> None:
    translate_all(request_fr, french_translator)

    response = translator_client.post(screen("submit", request_fr.pk), as_sent(request_fr), follow=True)

    html = response.content.decode()
    assert OutcomePage.objects.get(pk=french_page.pk).workflow_in_progress
    assert Message.objects.filter(to=french_reviewer.email).exists()
    assert "With the linguistic reviewer since" in html
    assert str(french_reviewer) in html
    assert reverse("moderation:take_back", args=[french_page.pk]) in html
    assert "<textarea" not in html


@pytest.mark.parametrize("name", ["translate", "submit"])
def test_while_it_is_checked_nothing_changes_and_nothing_typed_is_lost(
    name: str, translator_client: Client, request_fr: Any, french_translator: Any
) -> None:
    translate_all(request_fr, french_translator)
    submit_translation(request=request_fr, by=french_translator)
    first = segments_of(request_fr)[0]

    html = translator_client.post(
        screen(name, request_fr.pk), as_sent(request_fr, **{f"segment-{first.pk}": "Autre titre"})
    ).content.decode()

    assert segments_of(request_fr)[0].translation == first.translation
    assert "It was submitted in the meantime, so nothing was saved." in html
    assert "Autre titre" in html


def test_while_it_is_checked_no_verb_changes_it(request_fr: Any, french_translator: Any) -> None:
    translate_all(request_fr, french_translator)
    submit_translation(request=request_fr, by=french_translator)
    first = segments_of(request_fr)[0]

    with pytest.raises(BeingChecked):
        save_segments(request=request_fr, texts={first.pk: "Autre titre"}, by=french_translator)

    assert segments_of(request_fr)[0].translation == first.translation


def test_taken_back_it_can_be_edited_again(
    translator_client: Client, request_fr: Any, french_page: Any, french_translator: Any
) -> None:
    translate_all(request_fr, french_translator)
    submit_translation(request=request_fr, by=french_translator)

    take_back(page_id=french_page.pk, by=french_translator)

    assert "<textarea" in translator_client.get(screen("translate", request_fr.pk)).content.decode()


@scenes.scene
def returned_fr() -> TranslationRequest:
    """The French version came back from the linguistic check, with two points."""
    request, translator = scenes.request_fr(), scenes.translator("fr")
    translate_all(request, translator)
    submit_translation(request=request, by=translator)
    page = OutcomePage.objects.get(pk=request.page_id)
    points = [("abstract", "Say “rénovation en profondeur”."), ("", "Check the capitals.")]
    return_to_group(page_id=page.pk, by=scenes.reviewer("fr"), seal=stories.seal_of(page), points=points)
    return request


def answers() -> dict[str, str]:
    """What the browser sends when both points are done."""
    keys = Point.objects.values_list("pk", flat=True)
    return {f"point-{key}-answer": "done" for key in keys} | {
        f"point-{key}-answer_text": "All of them." for key in keys
    }


def test_returned_it_shows_the_points_with_their_texts(translator_client: Client, returned_fr: Any) -> None:
    html = translator_client.get(screen("translate", returned_fr.pk)).content.decode()

    assert "Returned with points to mend" in html
    assert "Say “rénovation en profondeur”." in html
    assert f'href="#id_segment-{segments_of(returned_fr)[1].pk}"' in html
    assert "Check the capitals." in html


def test_a_point_is_answered_on_the_desk_before_the_translation_is_submitted_again(
    translator_client: Client, returned_fr: Any
) -> None:
    given = answers()

    refused = translator_client.post(screen("submit", returned_fr.pk), as_sent(returned_fr)).content.decode()
    answered = translator_client.post(screen("submit", returned_fr.pk), {**as_sent(returned_fr), **given}, follow=True)

    assert "Answer point 2: Check the capitals." in refused
    assert "With the linguistic reviewer since" in answered.content.decode()
    assert set(Point.objects.values_list("answer", "answer_text")) == {("done", "All of them.")}


def test_taken_back_the_desk_shows_the_points_with_their_answers(
    translator_client: Client, returned_fr: Any, french_translator: Any
) -> None:
    translator_client.post(screen("submit", returned_fr.pk), {**as_sent(returned_fr), **answers()})

    take_back(page_id=returned_fr.page_id, by=french_translator)

    html = translator_client.get(screen("translate", returned_fr.pk)).content.decode()
    assert html.count("All of them.</textarea>") == 2


def test_a_newer_source_is_announced_and_blocks_submission(
    translator_client: Client,
    request_fr: Any,
    french_translator: Any,
    outcome: Any,
    chair: Any,
    secretariat: Any,
) -> None:
    translate_all(request_fr, french_translator)
    stories.edit(OutcomePage.objects.get(pk=outcome.pk), chair, abstract="Four financing models, compared.")
    stories.pass_quality_control(outcome, sender=chair, reviewer=secretariat)

    shown = translator_client.get(screen("translate", request_fr.pk)).content.decode()
    sent = translator_client.post(screen("submit", request_fr.pk), as_sent(request_fr)).content.decode()

    assert "Version 1.1 of the source is public since" in shown
    assert "The source has changed since" in sent


def test_published_it_stands_under_published(
    translator_client: Client, request_fr: Any, french_page: Any, french_translator: Any, french_reviewer: Any
) -> None:
    translate_all(request_fr, french_translator)
    submit_translation(request=request_fr, by=french_translator)
    stories.approve(
        page_id=french_page.pk, by=french_reviewer, seal=stories.seal_of(french_page), answers=stories.ALL_YES
    )

    todo = translator_client.get(reverse("translations:desk")).content.decode()
    published = translator_client.get(reverse("translations:desk") + "?show=published").content.decode()

    assert "Nothing waits to be translated." in todo
    assert "A playbook for mid-sized cities" in published
