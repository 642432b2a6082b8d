"""A refusal as a page with a reason and a way on: Wagtail would send the user home with one line."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .permissions import may_use_desk


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """The page that says ``sentence``, with status 403."""
    context = {
        "page_title": _("This is not open to you"),
        "header_icon": "lock",
        "sentence": sentence,
        "may_use_desk": may_use_desk(request.user),
    }
    return render(request, "translations/admin/refused.html", context, status=403)


def refusing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a ``PermissionDenied`` of ``view`` with its sentence."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as refusal:
            return refused(request, str(refusal))

    return wrapped
