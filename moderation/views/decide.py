"""One address a verb of the decision: approve, return, and what takes either back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from .. import actions
from ..choices import Verdict
from ..days import day_and_time
from ..screen_forms import ReturnForm
from .review import approve_form_for, review_screen
from .screen import page_of, reviewable, tried


def approve(request: HttpRequest, page_id: int) -> HttpResponse:
    """A refused form stands at this address: who opens it, or sends it to a colleague, is led to the screen."""
    page = reviewable(request, page_id)
    if request.method != "POST":
        return redirect("moderation:review", page.pk)
    form = approve_form_for(request, page, request.POST)
    if form.is_valid():
        publish_at = form.cleaned_data.get("publish_at")
        try:
            actions.approve(
                page_id=page.pk,
                by=request.user,
                seal=form.cleaned_data["seal"],
                answers=form.answers(),
                checklist=form.cleaned_data["checklist"],
                override_reason=form.cleaned_data.get("override_reason", ""),
                publish_at=publish_at,
            )
        except (actions.ContentChanged, actions.QuestionsChanged):
            # The screen says so, and keeps no answer to another content or to other words.
            form = None
        except PermissionDenied as refusal:
            form.refuse(refusal)
        else:
            values = {"title": page.draft().title, "when": publish_at and day_and_time(publish_at)}
            messages.success(
                request,
                _("“%(title)s” is approved; it will be published on %(when)s.") % values
                if publish_at
                else _("“%(title)s” is approved and public.") % values,
            )
            if not publish_at and (next_door := page.after_approval(request.user)):
                button = messages.button(next_door.address, next_door.label)
                messages.warning(request, next_door.remark, buttons=[button])
            return redirect(page.after_decision_address(request.user))
    return review_screen(request, reviewable(request, page_id), approve_form=form)


@require_POST
def cancel_schedule(request: HttpRequest, page_id: int) -> HttpResponse:
    page = reviewable(request, page_id)
    done = _("The schedule is cancelled: it waits for a decision again.")
    tried(request, done, actions.cancel_schedule, page_id=page.pk, by=request.user)
    return redirect("moderation:review", page.pk)


def return_(request: HttpRequest, page_id: int) -> HttpResponse:
    page = reviewable(request, page_id)
    if request.method != "POST":
        return redirect("moderation:review", page.pk)
    if "add" in request.POST:
        return review_screen(request, page)
    form = ReturnForm(request.POST, places=page.draft().places())
    if form.is_valid():
        try:
            actions.return_to_group(
                page_id=page.pk,
                by=request.user,
                seal=form.cleaned_data["seal"],
                points=form.points(),
                verdict=form.cleaned_data["verdict"] or Verdict.CHANGES_NEEDED,
            )
        except actions.ContentChanged:
            form = None
        except PermissionDenied as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Returned. Its authors have a mail with your points."))
            return redirect(page.after_decision_address(request.user))
    return review_screen(request, reviewable(request, page_id), return_form=form)


@require_POST
def take_back(request: HttpRequest, page_id: int) -> HttpResponse:
    page = page_of(page_id)
    done = _("Taken back: you can edit it now. Send it again when it is ready.")
    tried(request, done, actions.take_back, page_id=page.pk, by=request.user)
    return redirect(page.editing_address())
