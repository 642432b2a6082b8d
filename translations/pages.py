"""What the desk asks of pages, whatever their type."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import Page

from .models import TranslationRequest


class BeingChecked(PermissionDenied):
    """The language version is with the linguistic reviewer, and nobody changes it under their eyes."""

    def __init__(self) -> None:
        super().__init__(_("It is with the linguistic reviewer: take it back first."))


def is_gated(page: Any) -> bool:
    """Whether this page, or type of page, is translated on the desk; ordinary pages are edited in Wagtail alone."""
    return hasattr(page, "is_source")


def has_segments(page: Any) -> bool:
    """Whether this page is translated text by text; else its own editor makes its language versions."""
    return page.specific_class.has_segments


def gated_page(page_id: int | None) -> Any:
    """The specific page with this key. Raises ``Http404`` where there is none, or it is an ordinary page."""
    page = Page.objects.filter(pk=page_id).select_related("locale").first()
    page = page and page.specific
    if page is None or not is_gated(page):
        raise Http404
    return page


def locked_page(page_id: int | None) -> Any:
    """The gated page as it stands now, locked until the transaction ends, in the order in which every verb locks."""
    return Page.objects.get(pk=page_id).specific_class.under_lock(page_id)


def locked_draft(request: TranslationRequest) -> Any:
    """The language version to write to, locked as by ``locked_page``. Raises ``BeingChecked``."""
    page = locked_page(request.page_id)
    if page.workflow_in_progress:
        raise BeingChecked
    return page


def newest_request(page: Any) -> TranslationRequest | None:
    """The last request that asked for this language version."""
    return TranslationRequest.objects.of(page.translation_key, page.locale.language_code).first()


def why_not_now(request: TranslationRequest, source_page: Any) -> str | None:
    """Why nothing can be published on this request any more, as a sentence, or ``None``."""
    if request.withdrawal_reason:
        return _("It was withdrawn: ask the Secretariat to request it again.")
    approval = source_page.approval
    if approval is None:
        return _("The source is not public at the moment.")
    if approval.pk == request.source_approval:
        return None
    return _("The source has changed since: ask the Secretariat to request the translation of the new version.")
