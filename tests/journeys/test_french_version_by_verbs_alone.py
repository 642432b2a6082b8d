"""The French version of an outcome without a screen: requested, translated, checked, public."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from moderation.actions import NotDecidable
from moderation.models import Approval
from outcomes.models import OutcomePage
from tests import stories
from translations.actions import NotReady, save_files, save_segments, submit_translation
from translations.segments import segments_of


@pytest.fixture
def outcome(public_outcome: OutcomePage) -> OutcomePage:
    return public_outcome


def translate_all(request: Any, by: Any) -> None:
    texts = {segment.pk: f"{segment.source} (français)" for segment in segments_of(request)}
    save_segments(request=request, texts=texts, by=by)


def french(outcome: OutcomePage) -> OutcomePage:
    return OutcomePage.objects.get(translation_key=outcome.translation_key, locale__language_code="fr")


def test_a_request_makes_drafts_and_nothing_public(request_fr: Any, outcome: OutcomePage) -> None:
    pages = Page.objects.filter(locale__language_code="fr", depth__gt=3)

    assert {page.live for page in pages} == {False}
    assert not pages.exclude(alias_of=None).exists()
    assert french(outcome).slug == outcome.slug


def test_a_french_version_becomes_public_after_a_second_pair_of_eyes(
    request_fr: Any, outcome: OutcomePage, french_translator: Any, french_reviewer: Any
) -> None:
    translate_all(request_fr, french_translator)
    file = stories.upload(french_translator, name="guide.pdf")
    save_files(
        request=request_fr,
        files=[{"document": file, "language": "fr", "description": "Rapport", "accessible": True}],
        by=french_translator,
    )
    # The file says that it is in English.
    with pytest.raises(NotReady, match="Write a note to the reviewer"):
        submit_translation(request=request_fr, by=french_translator)
    submit_translation(request=request_fr, by=french_translator, note=stories.NOTE)
    page = french(outcome)

    with pytest.raises(NotDecidable):
        stories.approve(page_id=page.pk, by=french_translator, seal=stories.seal_of(page), answers=stories.ALL_YES)
    stories.approve(page_id=page.pk, by=french_reviewer, seal=stories.seal_of(page), answers=stories.ALL_YES)

    live = french(outcome)
    request_fr.refresh_from_db()
    file.refresh_from_db()
    assert live.live
    assert live.title == "A playbook for mid-sized cities (français)"
    assert live.approval.version == "1.0"
    assert live.approval.translates == outcome.approval
    assert [block.value["language"] for block in live.files] == ["fr"]
    assert file.is_public
    assert request_fr.done_at is not None


def test_an_unfinished_translation_is_not_submitted(request_fr: Any, french_translator: Any) -> None:
    first = segments_of(request_fr)[0]
    save_segments(request=request_fr, texts={first.pk: "Un guide"}, by=french_translator)

    with pytest.raises(NotReady, match="not translated yet"):
        submit_translation(request=request_fr, by=french_translator)


def test_a_german_translator_cannot_touch_french(request_fr: Any, german_translator: Any) -> None:
    first = segments_of(request_fr)[0]

    with pytest.raises(PermissionDenied):
        save_segments(request=request_fr, texts={first.pk: "Ein Leitfaden"}, by=german_translator)
    with pytest.raises(PermissionDenied):
        submit_translation(request=request_fr, by=german_translator)

    assert segments_of(request_fr)[0].translation == ""


def test_a_newer_source_shows_the_translation_as_of_the_earlier_version(
    request_fr: Any, outcome: OutcomePage, french_translator: Any, french_reviewer: Any, chair: Any, secretariat: Any
) -> None:
    translate_all(request_fr, french_translator)
    submit_translation(request=request_fr, by=french_translator)
    page = french(outcome)
    stories.approve(page_id=page.pk, by=french_reviewer, seal=stories.seal_of(page), answers=stories.ALL_YES)

    stories.edit(OutcomePage.objects.get(pk=outcome.pk), chair, abstract="Four financing models, compared.")
    stories.pass_quality_control(outcome, sender=chair, reviewer=secretariat)

    source = Approval.objects.for_work(outcome.translation_key, "en").in_force().get()
    assert source.version == "1.1"
    assert french(outcome).live
    assert french(outcome).approval.translates.version == "1.0"


def test_a_withdrawal_takes_the_french_version_along(
    request_fr: Any, outcome: OutcomePage, french_translator: Any, french_reviewer: Any, secretariat: Any
) -> None:
    from moderation.actions import withdraw

    translate_all(request_fr, french_translator)
    submit_translation(request=request_fr, by=french_translator)
    page = french(outcome)
    stories.approve(page_id=page.pk, by=french_reviewer, seal=stories.seal_of(page), answers=stories.ALL_YES)

    withdraw(page_id=outcome.pk, by=secretariat, reason="A figure was wrong.")

    assert not french(outcome).live
    assert not Approval.objects.filter(work=outcome.translation_key).in_force().exists()
