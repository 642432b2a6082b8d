"""Ways to the desk for the screens of other rooms."""

from typing import Any

from django.urls import reverse

from .models import TranslationRequest
from .pages import has_segments


def request_url(page: Any) -> str:
    """The screen on which the Secretariat requests translations of ``page``."""
    return reverse("translations:request", args=[page.pk])


def version_url(request: TranslationRequest) -> str:
    """The screen on which the language version of ``request`` is made: the desk, or the page's own editor."""
    if request.page is None or has_segments(request.page):
        return reverse("translations:translate", args=[request.pk])
    return reverse("wagtailadmin_pages:edit", args=[request.page_id])
