"""What waits for a decision."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..permissions import may_see_times
from ..queue import queue_for
from ..screen_forms import QueueForm
from ..screen_forms.queue import GROUPS
from .screen import screen


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the longest first: who has it, until when, and why this user may not decide.

    Or what waits for its group: whom, since when, and how many points are open.
    """
    form = QueueForm(request.GET)
    asked = form.asked()
    found = queue_for(request.user, asked=asked, number=form.page_number())
    if not found.shown and not asked and not request.user.has_perm("scm_moderation.see_queue"):
        raise PermissionDenied
    return screen(
        request,
        "queue",
        _("Quality control"),
        waiting=found.shown,
        form=form,
        asked=asked,
        are_with_groups=asked.get("who") == GROUPS,
        number_with_groups=found.with_groups,
        scheduled=found.scheduled,
        may_see_times=may_see_times(request.user),
        reports=found.reports,
    )
