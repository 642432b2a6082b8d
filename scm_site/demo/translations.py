"""The group of the demonstration that is translated throughout: pages, outcomes and their files."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from files.models import File
from focusgroups.actions import fill_in_terms
from focusgroups.models import FocusGroup, FocusGroupPage, TermsOfReferencePage, WorkProgrammePage
from outcomes.models import OutcomePage
from translations.actions import request_translation, save_files, save_segments, submit_translation
from translations.models import TranslationRequest
from translations.segments import segments_of

from . import clock
from .fields import group_values, outcome_values, programme_values, put
from .load import load_translation, translated
from .outcomes import file_value
from .steps import Cast, let_pass

LANGUAGES = ("fr", "de")
A_WEEK = timedelta(weeks=1)
PROGRAMME_TITLE = {"fr": "Programme de travail", "de": "Arbeitsprogramm"}


class NotMatched(Exception):
    """The translated content does not fit the segments of the source; the text says where."""


def translate_group(content: dict[str, Any], group: FocusGroup, cast: Cast) -> None:
    """Publish the group of ``content`` in every language; what was requested before is left alone."""
    page = FocusGroupPage.objects.get(translation_key=group.work, locale__language_code="en")
    for language in LANGUAGES:
        texts = translated(content, load_translation(content["key"], language))
        _translate(page, language, group_values(texts), cast)
        programme = WorkProgrammePage.objects.child_of(page).get()
        _translate(programme, language, programme_values(texts) | {"title": PROGRAMME_TITLE[language]}, cast)
        _fill_in_terms(TermsOfReferencePage.objects.child_of(page).get(), language, cast)
        for outcome in texts["outcome"]:
            source = OutcomePage.objects.child_of(page).get(slug=outcome["slug"])
            _translate(source, language, outcome_values(outcome, texts), cast, file_of=(outcome, texts))


@transaction.atomic
def _translate(
    page: Any,
    language: str,
    values: dict[str, Any],
    cast: Cast,
    file_of: tuple[dict[str, Any], dict[str, Any]] | None = None,
) -> None:
    """Request, translate, submit and approve one page; ``values`` are its fields in ``language``."""
    if not page.live or TranslationRequest.objects.of(page.translation_key, language).exists():
        return
    translator, reviewer = cast.users[f"translator-{language}"], cast.users[f"reviewer-{language}"]
    published_on = _published_on(page)
    with clock.on(published_on):
        request = request_translation(page_id=page.pk, language=language, by=cast.users["secretariat-1"])
    with clock.on(published_on + A_WEEK):
        save_segments(request=request, texts=match(request, page, values), by=translator)
        if file_of and page.files:
            block = file_value(*file_of, language, page, by=translator)["value"]
            file = block | {"document": File.objects.get(pk=block["document"])}
            save_files(request=request, files=[file], by=translator)
        submit_translation(request=request, by=translator)
    with clock.on(published_on + 2 * A_WEEK):
        let_pass(_version(page, language), reviewer)


def _published_on(page: Any) -> date:
    return page.last_published_at.date()


def match(request: TranslationRequest, page: Any, values: dict[str, Any]) -> dict[int, str]:
    """The translation of every segment of ``request`` by its key: what the same field says in ``values``.

    The translated fields are put into a copy of the page in memory and cut into segments like the source.
    Raises ``NotMatched`` where a segment of one has no twin in the same place of the other.
    """
    twin = type(page).objects.get(pk=page.pk)
    put(twin, values)
    found = [segment for segment in extract_segments(twin) if isinstance(segment, StringSegmentValue)]
    wanted = segments_of(request)
    for segment, text in zip(wanted, found, strict=False):
        if segment.place != text.path:
            raise NotMatched(f"“{page}”, {request.language}: {segment.place} “{segment.source}” met {text.path}.")
    if len(found) != len(wanted):
        raise NotMatched(f"“{page}”, {request.language}: {len(wanted)} segments, {len(found)} translations.")
    return {segment.pk: text.string.data for segment, text in zip(wanted, found, strict=True)}


@transaction.atomic
def _fill_in_terms(terms: TermsOfReferencePage, language: str, cast: Cast) -> None:
    if not terms.live or TranslationRequest.objects.of(terms.translation_key, language).exists():
        return
    translator = cast.users[f"translator-{language}"]
    # Its programme comes first, which was published after it.
    requested_on = _published_on(terms) + 2 * A_WEEK
    with clock.on(requested_on):
        request_translation(page_id=terms.pk, language=language, by=cast.users["secretariat-1"])
    with clock.on(requested_on + A_WEEK):
        fill_in_terms(page=_version(terms, language), by=translator)
        version = _version(terms, language)
        version.send(translator)
    with clock.on(requested_on + 2 * A_WEEK):
        let_pass(version, cast.users[f"reviewer-{language}"])


def _version(page: Any, language: str) -> Any:
    return type(page).objects.get(translation_key=page.translation_key, locale__language_code=language)
