"""Four eyes on a translation: who typed any of it, or asks while it is being checked."""

from typing import Any

import pytest
from django.core import mail

from moderation.actions import NotDecidable
from outbox.models import Message
from outcomes.models import OutcomePage
from tests import stories
from translations.actions import NotTranslatable, request_translation, save_segments, submit_translation
from translations.segments import segments_of


@pytest.fixture
def outcome(public_outcome: OutcomePage) -> OutcomePage:
    return public_outcome


def translate(request: Any, by: Any) -> None:
    texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(request)}
    save_segments(request=request, texts=texts, by=by)


def test_a_reviewer_who_translated_does_not_approve_what_a_colleague_submitted(
    outcome: OutcomePage, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    request = request_translation(page_id=outcome.pk, language="fr", by=secretariat)
    translate(request, french_reviewer)
    submit_translation(request=request, by=french_translator)
    page = OutcomePage.objects.get(translation_key=outcome.translation_key, locale__language_code="fr")

    with pytest.raises(NotDecidable, match="You translated parts of it"):
        stories.approve(page_id=page.pk, by=french_reviewer, seal=stories.seal_of(page), answers=stories.ALL_YES)


def test_a_new_request_waits_for_the_check_under_way(
    outcome: OutcomePage, secretariat: Any, french_translator: Any
) -> None:
    request = request_translation(page_id=outcome.pk, language="fr", by=secretariat)
    translate(request, french_translator)
    submit_translation(request=request, by=french_translator)

    with pytest.raises(NotTranslatable, match="with the linguistic reviewer"):
        request_translation(page_id=outcome.pk, language="fr", by=secretariat)


def test_every_mail_of_a_decision_is_a_row_of_the_outbox(
    group: Any, chair: Any, secretariat: Any, django_capture_on_commit_callbacks: Any
) -> None:
    Message.objects.all().delete()
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        stories.publish_group(group, chair=chair, reviewer=secretariat)

    assert len(mail.outbox) == Message.objects.count() > 0
