"""What the screens of quality control share: whose page it is, how a screen looks, how a verb answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from ..models import GatedMixin


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


def screen(request: HttpRequest, template: str, title: str, icon: str = "check", **context: Any) -> HttpResponse:
    return render(
        request,
        f"moderation/admin/{template}.html",
        {"page_title": title, "header_title": title, "header_icon": icon, **context},
    )


def tried(request: HttpRequest, done: str, verb: Callable[..., Any], **arguments: Any) -> bool:
    """Whether ``verb`` did it; the reader is told ``done``, or why not."""
    try:
        verb(**arguments)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
