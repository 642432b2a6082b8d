"""The segments of a request, as the desk shows them."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from .models import TranslationRequest


@dataclass(frozen=True)
class Segment:
    """One piece of text: its place, the source, its translation (``""`` while there is none), an error."""

    pk: int
    place: str
    source: str
    translation: str
    error: str = ""
    is_long: bool = False


def source_of(request: TranslationRequest) -> TranslationSource:
    """wagtail-localize's copy of the source, as of the last request."""
    return TranslationSource.objects.get(object_id=request.work, locale__language_code=request.source_language)


def locale_of(request: TranslationRequest) -> Locale:
    return Locale.objects.get_for_language(request.language)


def segments_of(request: TranslationRequest) -> list[Segment]:
    """All segments of the source in reading order, three queries whatever their number."""
    locale = locale_of(request)
    rows = (
        StringSegment.objects.filter(source=source_of(request))
        .select_related("string", "context")
        .order_by("order", "pk")
    )
    translations = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(locale=locale, translation_of__segments__in=rows)
        .select_related("translation_of", "context")
        .distinct()
    }
    found = []
    for row in rows:
        done = translations.get((row.string_id, row.context_id))
        found.append(
            Segment(
                pk=row.pk,
                place=row.context.path,
                source=row.string.data,
                translation=done.data if done else "",
                error=_error_of(done) if done and done.has_error else "",
                is_long=len(row.string.data) > 80,
            )
        )
    return found


def draft_of(request: TranslationRequest, page: Any, *, fallback: bool = False) -> Any:
    """The language version ``page`` as its segments and files make it now.

    What is not translated is said in the words of the source with ``fallback``; else nothing may be open.
    """
    draft = source_of(request).get_ephemeral_translated_instance(locale_of(request), fallback=fallback)
    # wagtail-localize starts from the live row; files are ours and stand in the newest draft.
    if hasattr(draft, "files"):
        draft.files = page.draft().files
    return draft


def _error_of(translation: StringTranslation) -> str:
    found = translation.get_error()
    if found and found != translation.field_error:
        return _("It has other markup or links than its source. Use only those of the source, such as <b> for bold.")
    return found or _("This text could not be used. Change it and save again.")


def translated_by(users: Iterable[Any], works: Collection[uuid.UUID]) -> set[tuple[int, uuid.UUID, str]]:
    """User, work and language where one of ``users`` typed any translation: who did does not check it."""
    if not works:
        return set()
    typed = StringTranslation.objects.filter(context__object_id__in=works, last_translated_by__in=users)
    return set(typed.values_list("last_translated_by", "context__object_id", "locale__language_code").distinct())
