"""The Secretariat asks for an approved version in a language (H2)."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext, log
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from .. import emails
from ..models import TranslationRequest
from ..pages import has_segments, locked_page
from ..permissions import may_request


class NotTranslatable(Exception):
    """Only an approved version in its source language is translated; the text says what is in the way."""


@transaction.atomic
def request_translation(
    *, page_id: int, language: str, by: Any, due_on: date | None = None, message: str = ""
) -> TranslationRequest:
    """Open a request for the approved version of a page in ``language``, and tell its translators.

    The page in that language, and the pages above it, are made as drafts where they are missing
    (wagtail-localize would make live aliases). A request for a newer version of the source takes the place of
    the open one; what was translated before is kept. Raises ``PermissionDenied`` or ``NotTranslatable``.
    """
    if not may_request(by):
        raise PermissionDenied(_("Only the SCM Secretariat requests translations."))
    page = locked_page(page_id)
    approval = page.approval
    if not page.is_source() or not page.live or approval is None:
        raise NotTranslatable(_("Only a published version in its own language can be translated."))
    locale = Locale.objects.get_for_language(language)
    if locale == page.locale:
        raise NotTranslatable(_("The page is written in this language."))
    with LogContext(user=by):
        target = page_in(page, locale)
    if target.workflow_in_progress:
        raise NotTranslatable(_("It is with the linguistic reviewer: decide on it or take it back first."))
    if has_segments(page):
        source, _created = TranslationSource.update_or_create_from_instance(page)
        Translation.objects.update_or_create(source=source, target_locale=locale, defaults={"enabled": True})
    request, _created = TranslationRequest.objects.update_or_create(
        work=page.translation_key,
        language=language,
        done_at=None,
        defaults={
            "source_language": page.locale.language_code,
            "source_approval": approval.pk,
            "source_version": approval.version,
            "page": target,
            "message": message,
            "due_on": due_on,
            "requested_by": by,
        },
    )
    log(page, "translations.request", user=by, data={"language": language, "version": approval.version})
    emails.tell_translators(request, page)
    return request


def page_in(page: Page, locale: Locale) -> Page:
    """The page of the same work in ``locale``; made as a draft, like those above it, where there is none."""
    translation = page.get_translation_or_none(locale)
    if translation is not None:
        return translation.specific
    # Two first requests under one parent make its page in this language once. A group is locked by now; home and index
    # pages, which no decision locks, are locked from below.
    Page.objects.select_for_update().get(pk=page.get_parent().pk)
    page_in(page.get_parent().specific, locale)
    return page.copy_for_translation(locale, copy_parents=False)
