"""What the screens of quality control share: whose page it is, how a screen looks, how a verb answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from wagtail.models import Page

from screens.frame import screens_in

from ..models import GatedMixin

screen = screens_in("moderation/admin", icon="check")


def page_of(page_id: int) -> GatedMixin:
    """The gated page of this key. Raises ``Http404``."""
    page = Page.objects.filter(pk=page_id).specific().first()
    if not isinstance(page, GatedMixin):
        raise Http404
    return page


def reviewable(request: HttpRequest, page_id: int) -> GatedMixin:
    """The same, for who may open its review screen. Raises ``PermissionDenied``."""
    page = page_of(page_id)
    if not page.may_review(request.user):
        raise PermissionDenied
    return page


def tried(request: HttpRequest, done: str, verb: Callable[..., Any], **arguments: Any) -> bool:
    """Whether ``verb`` did it; the reader is told ``done``, or why not."""
    try:
        verb(**arguments)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
