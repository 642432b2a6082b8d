"""A translation that is taken off the site alone, and how it comes back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from moderation.actions import NotSendable, withdraw
from outcomes.models import OutcomePage
from tests import stories
from translations.actions import NotReady, request_translation, submit_translation
from translations.models import TranslationRequest

from .conftest import screen, translate_all

REASON = "A sentence about the costs says the contrary."


@pytest.fixture
def published(
    request_fr: TranslationRequest, french_page: OutcomePage, french_translator: Any, french_reviewer: Any
) -> OutcomePage:
    translate_all(request_fr, french_translator)
    submit_translation(request=request_fr, by=french_translator)
    stories.approve(
        page_id=french_page.pk, by=french_reviewer, seal=stories.seal_of(french_page), answers=stories.ALL_YES
    )
    return OutcomePage.objects.get(pk=french_page.pk)


@pytest.fixture
def withdrawn(published: OutcomePage, secretariat: Any) -> OutcomePage:
    withdraw(page_id=published.pk, by=secretariat, reason=REASON)
    return OutcomePage.objects.get(pk=published.pk)


def test_its_address_shows_the_source_with_a_notice(withdrawn: OutcomePage, outcome: OutcomePage) -> None:
    answer = Client().get(outcome.url.replace("/en/", "/fr/"))

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "A revolving fund" in html
    assert "(français)" not in html
    assert 'role="status"' in html


def test_the_source_stays_public_with_its_files(withdrawn: OutcomePage, outcome: OutcomePage) -> None:
    source = OutcomePage.objects.get(pk=outcome.pk)

    assert source.live
    assert source.files[0].value["document"].is_public
    assert source.record.withdrawn_at is None


def test_the_desk_says_that_and_why(withdrawn: OutcomePage, french_translator: Any, signed_in: Callable) -> None:
    client = signed_in(french_translator)

    todo = client.get(reverse("translations:desk")).content.decode()
    done = client.get(reverse("translations:desk") + "?show=published").content.decode()

    assert "Nothing waits to be translated." in todo
    assert "Withdrawn" in done
    assert REASON in done


def test_it_does_not_come_back_by_itself(
    withdrawn: OutcomePage, request_fr: TranslationRequest, french_translator: Any, signed_in: Callable
) -> None:
    request_fr.refresh_from_db()

    with pytest.raises(NotReady, match="It was withdrawn: ask the Secretariat to request it again"):
        submit_translation(request=request_fr, by=french_translator)
    with pytest.raises(NotSendable):
        withdrawn.send(french_translator)
    html = signed_in(french_translator).get(screen("translate", request_fr.pk)).content.decode()
    assert REASON in html


def test_requested_again_it_is_published_again(
    withdrawn: OutcomePage,
    outcome: OutcomePage,
    secretariat: Any,
    french_translator: Any,
    french_reviewer: Any,
    signed_in: Callable,
) -> None:
    shown = signed_in(secretariat).get(screen("request", outcome.pk)).content.decode()

    again = request_translation(page_id=outcome.pk, language="fr", by=secretariat)
    submit_translation(request=again, by=french_translator)
    stories.approve(page_id=withdrawn.pk, by=french_reviewer, seal=stories.seal_of(withdrawn), answers=stories.ALL_YES)

    assert REASON in shown
    assert OutcomePage.objects.get(pk=withdrawn.pk).live
    assert "(français)" in Client().get(outcome.url.replace("/en/", "/fr/")).content.decode()


def test_withdrawing_the_source_withdraws_every_language_and_says_so(
    published: OutcomePage, outcome: OutcomePage, request_de: TranslationRequest, secretariat: Any
) -> None:
    withdraw(page_id=outcome.pk, by=secretariat, reason="A figure was wrong.")

    reasons = dict(TranslationRequest.objects.values_list("language", "withdrawal_reason"))
    assert reasons == {"fr": "A figure was wrong.", "de": ""}, "what was never public was not withdrawn"


def test_a_translator_withdraws_nothing(published: OutcomePage, french_translator: Any) -> None:
    with pytest.raises(PermissionDenied):
        withdraw(page_id=published.pk, by=french_translator, reason=REASON)

    assert OutcomePage.objects.get(pk=published.pk).live
