"""Admin screens of the search."""

from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from screens.frame import screens_in

from .actions.empty_searches import KEPT
from .models import EmptySearch
from .permissions import refuse_others

MOST = 100
_screen = screens_in("scm_search", icon="search")


@require_safe
def empty_searches(request: HttpRequest) -> HttpResponse:
    """What was looked for most often and not found in the last 90 days; with what helps against it."""
    refuse_others(request.user)
    kept = EmptySearch.objects.filter(day__gte=timezone.localdate() - KEPT)
    words = kept.values("words", "language").annotate(number=Sum("times"), last=Max("day"))
    rows = words.order_by("-number", "-last", "words")[:MOST]
    return _screen(request, "empty_searches", _("Searches that found nothing"), rows=rows)
