"""A published outcome, a request for it in French, and what a translator's browser sends."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from outcomes.models import OutcomePage
from translations.actions import request_translation, save_segments
from translations.models import TranslationRequest
from translations.rows import mark_of
from translations.segments import segments_of


@pytest.fixture
def outcome(public_outcome: OutcomePage) -> OutcomePage:
    return public_outcome


@pytest.fixture
def request_de(outcome: OutcomePage, secretariat: Any) -> TranslationRequest:
    return request_translation(page_id=outcome.pk, language="de", by=secretariat)


@pytest.fixture
def french_page(request_fr: TranslationRequest) -> OutcomePage:
    return OutcomePage.objects.get(pk=request_fr.page_id)


def translate_all(request: TranslationRequest, by: Any) -> None:
    texts = {segment.pk: f"{segment.source} (français)" for segment in segments_of(request)}
    save_segments(request=request, texts=texts, by=by)


def as_sent(request: TranslationRequest, **changes: Any) -> dict[str, Any]:
    """The fields of the translation screen as a browser sends them, with ``changes`` by their names."""
    fields: dict[str, Any] = {}
    for segment in segments_of(request):
        fields[f"segment-{segment.pk}"] = segment.translation
        fields[f"seen-{segment.pk}"] = mark_of(segment.translation)
    for block in OutcomePage.objects.get(pk=request.page_id).draft().files:
        prefix = f"file-{block.value['document'].pk}"
        fields[f"{prefix}-shown"] = "True"
        fields[f"{prefix}-kept"] = "on"
        fields[f"{prefix}-language"] = block.value["language"]
        fields[f"{prefix}-description"] = block.value["description"]
        fields[f"{prefix}-accessible"] = "on" if block.value["accessible"] else ""
    fields |= {"new-language": request.language, "new-title": "", "new-description": ""}
    return {name: value for name, value in (fields | changes).items() if value is not None}


@pytest.fixture
def translator_client(signed_in: Callable[[Any], Client], french_translator: Any) -> Client:
    return signed_in(french_translator)


def screen(name: str, key: int) -> str:
    return reverse(f"translations:{name}", args=[key])
