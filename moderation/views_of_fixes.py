"""Small fixes: the Secretariat makes them, its group confirms them; one address a verb."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from . import actions
from .models import GatedMixin


def _page(page_id: int) -> GatedMixin:
    page = Page.objects.filter(pk=page_id).specific().first()
    if not isinstance(page, GatedMixin):
        raise Http404
    return page


def _reviewable(request: HttpRequest, page_id: int) -> GatedMixin:
    page = _page(page_id)
    if not page.may_review(request.user):
        raise PermissionDenied
    return page


@require_POST
def begin(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _reviewable(request, page_id)
    seal = request.POST.get("seal", "")
    done = _("You make the small fixes. Save the draft, then go back to its quality control and ask the group.")
    if _tried(request, done, actions.begin_small_fixes, page_id=page.pk, by=request.user, seal=seal):
        return redirect(page.editing_address())
    return redirect("moderation:review", page.pk)


@require_POST
def ask(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _reviewable(request, page_id)
    _tried(
        request,
        _("The group has a mail and is asked to confirm."),
        actions.ask_to_confirm,
        page_id=page.pk,
        by=request.user,
    )
    return redirect("moderation:review", page.pk)


@require_POST
def confirm(request: HttpRequest, page_id: int) -> HttpResponse:
    """Pressed in the editor, above the fields: the verb asks whether this user may."""
    page = _page(page_id)
    if not page.may_see_draft(request.user):
        raise PermissionDenied
    done = _("Confirmed. Somebody else of the Secretariat approves it now.")
    seal = request.POST.get("fixes_seal", "")
    _tried(request, done, actions.confirm_small_fixes, page_id=page.pk, by=request.user, seal=seal)
    return redirect(page.editing_address())


def _tried(request: HttpRequest, done: str, verb: Any, **arguments: Any) -> bool:
    try:
        verb(**arguments)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
