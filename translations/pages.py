"""What the desk asks of pages, whatever their type."""

from typing import Any

from django.http import Http404
from wagtail.models import Page

from .models import TranslationRequest


def is_gated(page: Any) -> bool:
    """Whether this type of page is translated on the desk; ordinary pages are edited in Wagtail alone."""
    return hasattr(page, "is_source")


def gated_page(page_id: int | None) -> Any:
    """The specific page with this key. Raises ``Http404`` where there is none, or it is an ordinary page."""
    page = Page.objects.filter(pk=page_id).select_related("locale").first()
    page = page and page.specific
    if page is None or not is_gated(page):
        raise Http404
    return page


def newest_request(page: Any) -> TranslationRequest | None:
    """The last request that asked for this language version."""
    return TranslationRequest.objects.of(page.translation_key, page.locale.language_code).first()
