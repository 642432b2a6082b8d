"""Who looks after what waits: one address a verb."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions
from ..actions.take import why_not_hand_over
from ..models import GatedMixin, QualityControl
from ..screen_forms import HandOverForm
from .screen import reviewable, tried


def taking_context(page: GatedMixin, round_: QualityControl, user: Any) -> dict[str, Any]:
    """What the review screen shows of who may decide on a round that waits, and of who has it."""
    reviewers = page.reviewers()
    people = [] if why_not_hand_over(page, round_, user) else reviewers
    others = [person for person in people if person.pk not in (round_.taker_id, user.pk)]
    return {
        "reviewers": reviewers,
        "taking": round_.takings.last() if round_.taker_id else None,
        "may_take": round_.taker_id != user.pk and page.why_not_decide(user) is None,
        "hand_over_form": HandOverForm(people=others) if others else None,
    }


def _back(request: HttpRequest, page: GatedMixin) -> HttpResponse:
    """To where the button stood: the queue as it was filtered, or the review screen."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(address)
    return redirect("moderation:review", page.pk)


@require_POST
def take(request: HttpRequest, page_id: int) -> HttpResponse:
    page = reviewable(request, page_id)
    done = _("You have taken “%(title)s”.") % {"title": page.draft_title}
    tried(request, done, actions.take, page_id=page.pk, by=request.user)
    return _back(request, page)


@require_POST
def hand_over(request: HttpRequest, page_id: int) -> HttpResponse:
    page = reviewable(request, page_id)
    people = get_user_model().objects.filter(is_active=True)
    chosen = request.POST.get("to", "")
    to = people.filter(pk=chosen).first() if chosen.isascii() and chosen.isdigit() else None
    if to is None:
        messages.error(request, _("Choose to whom you hand it over."))
    else:
        done = _("“%(title)s” is with %(name)s now, who has a mail.") % {"title": page.draft_title, "name": to}
        tried(request, done, actions.hand_over, page_id=page.pk, to=to, by=request.user)
    return _back(request, page)
