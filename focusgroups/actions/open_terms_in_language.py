"""The Terms of Reference in another language: the SCM's wording there, filled in from the group's data."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Locale, Page

from translations.actions import NotTranslatable
from translations.actions.request_translation import page_in
from translations.permissions import may_request, may_translate

from .. import wording
from ..models import TermsOfReferencePage
from .fill_in_terms import fill_in_terms


@transaction.atomic
def open_terms_in_language(*, page: TermsOfReferencePage, language: str, by: Any) -> TermsOfReferencePage:
    """Make the draft of a group's Terms of Reference in ``language``, filled in; returns that draft.

    They have no segments: the wording exists in each language, and the aims come from the group's work
    programme in that language. Called again, it fills in the draft anew. Raises ``PermissionDenied`` for
    anybody but the translators of the language and who requests translations, ``NotTranslatable`` where the
    source is not public, and ``NoApprovedWorkProgramme`` where the work programme is not approved in that
    language yet (ToR ¶8).
    """
    if not may_translate(by, language) and not may_request(by):
        raise PermissionDenied("Only translators of this language and the Secretariat open its Terms of Reference.")
    source = Page.objects.select_for_update().get(pk=page.pk).specific
    locale = Locale.objects.get_for_language(language)
    if not source.is_source() or not source.live or source.locale == locale:
        raise NotTranslatable("Only published Terms of Reference are opened in another language.")
    target = page_in(source, locale)
    draft = target.draft()
    draft.title = wording.load(wording.latest_version(), language).title
    if not draft.live:
        draft.save()
    draft.save_revision(user=by)
    return fill_in_terms(page=target, by=by)
