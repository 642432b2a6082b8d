"""Small fixes: the Secretariat makes them, its group confirms them; one address a verb."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions
from .screen import page_of, reviewable, tried


@require_POST
def begin(request: HttpRequest, page_id: int) -> HttpResponse:
    page = reviewable(request, page_id)
    seal = request.POST.get("seal", "")
    done = _("You make the small fixes. Save the draft, then go back to its quality control and ask the group to confirm.")
    if tried(request, done, actions.begin_small_fixes, page_id=page.pk, by=request.user, seal=seal):
        return redirect(page.editing_address())
    return redirect("moderation:review", page.pk)


@require_POST
def ask(request: HttpRequest, page_id: int) -> HttpResponse:
    page = reviewable(request, page_id)
    tried(
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
    page = page_of(page_id)
    if not page.may_see_draft(request.user):
        raise PermissionDenied
    done = _("Confirmed. Somebody else of the Secretariat approves it now.")
    seal = request.POST.get("fixes_seal", "")
    tried(request, done, actions.confirm_small_fixes, page_id=page.pk, by=request.user, seal=seal)
    return redirect(page.editing_address())
