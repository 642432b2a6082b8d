"""Keep what a translator typed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation

from ..models import TranslationRequest
from ..pages import locked_draft
from ..permissions import may_translate
from ..segments import locale_of, source_of


@transaction.atomic
def save_segments(*, request: TranslationRequest, texts: Mapping[int, str], by: Any) -> int:
    """Store translations by the keys of their segments; an empty text takes a translation back.

    A text with broken markup is kept too, marked with its error, so that nothing typed is lost; it blocks
    submission. Returns how many changed. Raises ``PermissionDenied`` for anybody but translators of that
    language; ``BeingChecked``.
    """
    if not may_translate(by, request.language):
        raise PermissionDenied(_("Only translators of this language translate into it."))
    locked_draft(request)
    locale = locale_of(request)
    changed = 0
    segments = StringSegment.objects.filter(source=source_of(request), pk__in=texts).select_related("string", "context")
    for segment in segments:
        text = texts[segment.pk].replace("\r\n", "\n").strip()
        where = {"translation_of": segment.string, "locale": locale, "context": segment.context}
        current = StringTranslation.objects.filter(**where).first()
        if text == (current.data if current else ""):
            continue
        changed += 1
        if not text:
            current.delete()
            continue
        StringTranslation.objects.update_or_create(
            **where,
            defaults={
                "data": text,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "",
                "last_translated_by": by,
                "has_error": False,
                "field_error": "",
            },
        )
    return changed
