"""Who looks after what waits: two addresses, one a verb."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from . import actions
from .actions.take import why_not_hand_over
from .models import GatedMixin, QualityControl
from .queue_forms import HandOverForm


def taking_context(page: GatedMixin, round_: QualityControl, user: Any) -> dict[str, Any]:
    """What the review screen shows of who has a round that waits."""
    people = [] if why_not_hand_over(page, round_, user) else page.reviewers()
    others = [person for person in people if person.pk not in (round_.taker_id, user.pk)]
    return {
        "taking": round_.takings.last() if round_.taker_id else None,
        "may_take": round_.taker_id != user.pk and page.why_not_decide(user) is None,
        "hand_over_form": HandOverForm(people=others) if others else None,
    }


def _reviewable(request: HttpRequest, page_id: int) -> GatedMixin:
    page = Page.objects.filter(pk=page_id).specific().first()
    if not isinstance(page, GatedMixin):
        raise Http404
    if not page.may_review(request.user):
        raise PermissionDenied
    return page


def _back(request: HttpRequest, page: GatedMixin) -> HttpResponse:
    """To where the button stood: the queue as it was filtered, or the review screen."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(address)
    return redirect("moderation:review", page.pk)


@require_POST
def take(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _reviewable(request, page_id)
    try:
        actions.take(page_id=page.pk, by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You have taken “%(title)s”.") % {"title": page.draft_title})
    return _back(request, page)


@require_POST
def hand_over(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _reviewable(request, page_id)
    people = get_user_model().objects.filter(is_active=True)
    chosen = request.POST.get("to", "")
    to = people.filter(pk=chosen).first() if chosen.isascii() and chosen.isdigit() else None
    try:
        if to is None:
            raise PermissionDenied(_("Choose to whom you hand it over."))
        actions.hand_over(page_id=page.pk, to=to, by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        named = {"title": page.draft_title, "name": to}
        messages.success(request, _("“%(title)s” is with %(name)s now, who has a mail.") % named)
    return _back(request, page)
