"""The Terms of Reference in French: requested like any page, filled in in their own editor, checked, published."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from focusgroups.actions import NoApprovedWorkProgramme, fill_in_terms
from focusgroups.models import TermsOfReferencePage
from moderation.actions import NotSendable
from outbox.models import Message
from tests import scenes, stories
from translations.actions import request_translation, save_segments, submit_translation
from translations.models import TranslationRequest
from translations.segments import segments_of


@pytest.fixture
def terms(public_terms: TermsOfReferencePage) -> TermsOfReferencePage:
    return public_terms


@pytest.fixture
def terms_request(terms: TermsOfReferencePage, secretariat: Any) -> TranslationRequest:
    due = date(2099, 3, 1)
    return request_translation(page_id=terms.pk, language="fr", by=secretariat, due_on=due, message="Ask Marta.")


@pytest.fixture
def french(terms_request: TranslationRequest) -> TermsOfReferencePage:
    return TermsOfReferencePage.objects.get(pk=terms_request.page_id)


@scenes.scene
def programme_in_french() -> None:
    group, translator, reviewer = scenes.public_terms().group, scenes.translator("fr"), scenes.reviewer("fr")
    for page in (stories.page_of(group), stories.programme_of(group)):
        request = request_translation(page_id=page.pk, language="fr", by=scenes.secretariat())
        texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(request)}
        save_segments(request=request, texts=texts, by=translator)
        submit_translation(request=request, by=translator)
        version = page.get_translations().get(locale__language_code="fr")
        stories.approve(page_id=version.pk, by=reviewer, seal=stories.seal_of(version), answers=stories.ALL_YES)


def editor(page: TermsOfReferencePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# --- Requested ----------------------------------------------------------------------------------------------


def test_the_request_screen_takes_them_like_any_page(terms: Any, secretariat: Any, signed_in: Any) -> None:
    client = signed_in(secretariat)
    address = reverse("translations:request", args=[terms.pk])

    client.post(address, {"languages": ["fr"], "due_on": "2099-03-01"})

    html = client.get(address).content.decode()
    assert TranslationRequest.objects.get().work == terms.translation_key
    assert "of version 1.0." in html
    assert "% translated" not in html


def test_they_begin_empty_so_that_nothing_english_is_sent_in_french(french: TermsOfReferencePage) -> None:
    assert french.draft().snapshot == {}
    assert not french.live
    assert french.draft().errors()


def test_its_translators_have_a_mail_that_leads_to_its_editor(french_translator: Any, french: Any) -> None:
    mail = Message.objects.get(to=french_translator.email)

    assert editor(french) in mail.text


def test_they_stand_on_the_desk_with_their_day_and_without_a_percentage(
    french: Any, french_translator: Any, signed_in: Any
) -> None:
    html = signed_in(french_translator).get(reverse("translations:desk")).content.decode()

    assert f'<a href="{editor(french)}"' in html
    assert "Citizen energy renovation" in html, "each group has its own"
    assert "1 March 2099" in html
    assert "Ask Marta." in html
    assert "0 %" not in html


@pytest.mark.parametrize("screen", ["translate", "submit"])
def test_the_screen_of_segments_leads_to_their_editor(
    screen: str, terms_request: Any, french: Any, french_translator: Any, signed_in: Any
) -> None:
    client = signed_in(french_translator)

    response = client.post(reverse(f"translations:{screen}", args=[terms_request.pk]))

    assert response.url == editor(french)


def test_the_translator_opens_the_editor_and_reads_what_they_wait_for(
    french: Any, french_translator: Any, signed_in: Any
) -> None:
    html = signed_in(french_translator).get(editor(french)).content.decode()

    assert "The work programme is not approved in this language yet" in html


# --- Filled in ----------------------------------------------------------------------------------------------


def test_they_wait_for_the_work_programme_in_that_language(french: Any, french_translator: Any) -> None:
    with pytest.raises(NoApprovedWorkProgramme):
        fill_in_terms(page=french, by=french_translator)


def test_neither_chairs_nor_translators_of_other_languages_fill_them_in(
    programme_in_french: None, french: Any, chair: Any, german_translator: Any
) -> None:
    for user in (chair, german_translator):
        with pytest.raises(PermissionDenied):
            fill_in_terms(page=french, by=user)


def test_they_quote_the_work_programme_of_that_language_and_pass_its_check(
    terms: Any, programme_in_french: None, terms_request: Any, french: Any, french_translator: Any, french_reviewer: Any
) -> None:
    fill_in_terms(page=french, by=french_translator)
    french.send(french_translator)
    stories.approve(page_id=french.pk, by=french_reviewer, seal=stories.seal_of(french), answers=stories.ALL_YES)

    live = TermsOfReferencePage.objects.get(pk=french.pk)
    assert live.live
    assert live.title == "Mandat"
    assert live.snapshot["name"] == "Citizen energy renovation (fr)"
    assert live.snapshot["aims"] == ["Test three financing models (fr)", "A playbook (fr)"]
    assert live.snapshot["start"] == "1 janvier 2026"
    assert (live.approval.translates, live.approval.version) == (terms.approval, "1.0")
    terms_request.refresh_from_db()
    assert terms_request.done_at


def test_the_reviewer_reads_each_fact_beside_its_source(
    programme_in_french: None, french: Any, french_translator: Any
) -> None:
    fill_in_terms(page=french, by=french_translator)

    pairs = {pair.place: (pair.source, pair.own) for pair in TermsOfReferencePage.objects.get(pk=french.pk).pairs()}

    assert pairs["Title"] == ("Terms of Reference", "Mandat")
    assert pairs["Planned start"] == ("1 January 2026", "1 janvier 2026")
    assert pairs["Aim 2"] == ("A playbook", "A playbook (fr)")


def test_a_version_that_was_not_requested_is_not_sent(
    group: Any,
    terms: Any,
    programme_in_french: None,
    french: Any,
    french_translator: Any,
    chair: Any,
    secretariat: Any,
) -> None:
    fill_in_terms(page=french, by=french_translator)
    fill_in_terms(page=terms, by=chair)
    stories.pass_quality_control(terms, sender=chair, reviewer=secretariat)

    with pytest.raises(NotSendable, match="The source has changed since"):
        TermsOfReferencePage.objects.get(pk=french.pk).send(french_translator)
    request_translation(page_id=terms.pk, language="fr", by=secretariat)
    TermsOfReferencePage.objects.get(pk=french.pk).send(french_translator)
