"""What waits for a decision."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..queue import scheduled_for, waiting_for
from ..screen_forms import QueueForm
from .screen import screen


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the longest first: who has it, until when, and why this user may not decide."""
    form = QueueForm(request.GET)
    asked = form.asked()
    waiting = waiting_for(request.user, asked=asked, number=form.page_number())
    if not waiting and not asked and not request.user.has_perm("scm_moderation.see_queue"):
        raise PermissionDenied
    scheduled = [] if asked else scheduled_for(request.user, waiting)
    return screen(request, "queue", _("Quality control"), waiting=waiting, form=form, asked=asked, scheduled=scheduled)
