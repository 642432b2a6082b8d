"""The Terms of Reference in another language are opened, filled in and checked."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from focusgroups.actions import NoApprovedWorkProgramme, open_terms_in_language
from focusgroups.models import TermsOfReferencePage
from moderation.actions import approve
from tests import stories
from translations.actions import NotTranslatable, request_translation, save_segments, submit_translation
from translations.segments import segments_of


@pytest.fixture
def terms(group: Any, chair: Any, secretariat: Any) -> TermsOfReferencePage:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    return stories.publish_terms(group, chair=chair, reviewer=secretariat)


@pytest.fixture
def publish_in_french(secretariat: Any, french_translator: Any, french_reviewer: Any) -> Any:
    def publish(page: Any) -> None:
        request = request_translation(page_id=page.pk, language="fr", by=secretariat)
        texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(request)}
        save_segments(request=request, texts=texts, by=french_translator)
        submit_translation(request=request, by=french_translator)
        french = page.get_translations().get(locale__language_code="fr")
        approve(page_id=french.pk, by=french_reviewer, seal=stories.seal_of(french), answers=stories.ALL_YES)

    return publish


def test_they_quote_the_work_programme_of_that_language_and_pass_its_check(
    group: Any, terms: Any, publish_in_french: Any, french_translator: Any, french_reviewer: Any
) -> None:
    publish_in_french(stories.page_of(group))
    publish_in_french(stories.programme_of(group))

    draft = open_terms_in_language(page=terms, language="fr", by=french_translator)
    draft.send(french_translator)
    approve(page_id=draft.pk, by=french_reviewer, seal=stories.seal_of(draft), answers=stories.ALL_YES)

    live = TermsOfReferencePage.objects.get(pk=draft.pk)
    assert live.live
    assert live.title == "Mandat"
    assert live.snapshot["aims"] == ["Test three financing models (fr)", "A playbook (fr)"]
    assert live.snapshot["start"] == "1 janvier 2026"
    assert live.approval.translates == terms.approval


def test_they_wait_for_the_work_programme_in_that_language(terms: Any, french_translator: Any) -> None:
    with pytest.raises(NoApprovedWorkProgramme):
        open_terms_in_language(page=terms, language="fr", by=french_translator)

    assert not Page.objects.filter(translation_key=terms.translation_key, locale__language_code="fr").exists()


def test_only_what_is_public_is_opened_in_another_language(group: Any, secretariat: Any) -> None:
    with pytest.raises(NotTranslatable):
        open_terms_in_language(page=stories.terms_of(group), language="fr", by=secretariat)


def test_neither_chairs_nor_translators_of_other_languages_open_them(
    terms: Any, chair: Any, german_translator: Any
) -> None:
    for user in (chair, german_translator):
        with pytest.raises(PermissionDenied):
            open_terms_in_language(page=terms, language="fr", by=user)
