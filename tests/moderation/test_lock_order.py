"""Whoever changes a page locks what stands above it first, so that no two of them wait for each other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from focusgroups.actions import fill_in_terms
from outcomes.models import OutcomePage
from tests import stories
from tests.moderation.test_gate_screens import typed
from tests.services import needs_postgresql
from translations.actions import request_translation, save_files, save_segments, submit_translation
from translations.segments import segments_of

pytestmark = [pytest.mark.django_db, needs_postgresql]


def first_lock(act: Callable[[], Any]) -> str:
    """The statement with which ``act`` first locks pages."""
    with CaptureQueriesContext(connection) as seen:
        act()
    return next(
        query["sql"] for query in seen if 'FROM "wagtailcore_page"' in query["sql"] and "FOR UPDATE" in query["sql"]
    )


def locks_above(statement: str) -> bool:
    return '"path" IN' in statement and statement.index("ORDER BY") < statement.index("FOR UPDATE")


def test_verbs_of_a_translation(public_outcome: OutcomePage, secretariat: Any, french_translator: Any) -> None:
    def ask() -> None:
        request_translation(page_id=public_outcome.pk, language="fr", by=secretariat)

    asked = first_lock(ask)
    request = request_translation(page_id=public_outcome.pk, language="fr", by=secretariat)
    kept = first_lock(lambda: save_files(request=request, files=[], by=french_translator))
    texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(request)}
    save_segments(request=request, texts=texts, by=french_translator)
    submitted = first_lock(lambda: submit_translation(request=request, by=french_translator))

    assert [locks_above(statement) for statement in (asked, kept, submitted)] == [True, True, True]


def test_the_terms_of_reference_and_the_editor(public_group: Any, chair: Any, secretariat: Any, signed_in: Any) -> None:
    stories.write_programme(public_group, chair)
    stories.pass_quality_control(stories.programme_of(public_group), sender=chair, reviewer=secretariat)
    draft = stories.draft_outcome(public_group, chair)
    client = signed_in(chair)

    filled = first_lock(lambda: fill_in_terms(page=stories.terms_of(public_group), by=chair))
    edited = first_lock(lambda: client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), typed()))

    assert locks_above(filled)
    assert locks_above(edited)
