"""What readers report: a list, and a screen for each."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..actions import answer_report
from ..models import GatedMixin, ProblemReport
from ..permissions import may_answer_reports
from ..screen_forms import AnswerReportForm
from .screen import screen, tried

PER_PAGE = 25


def _refuse_others(request: HttpRequest) -> None:
    if not may_answer_reports(request.user):
        raise PermissionDenied


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first; ``?all`` shows what was answered, too, the newest first."""
    _refuse_others(request)
    shows_all = "all" in request.GET
    rows = ProblemReport.objects.select_related("answered_by") if shows_all else ProblemReport.objects.open()
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return screen(
        request, "reports", _("Problems reported by readers"), icon="warning", reports=shown, shows_all=shows_all
    )


def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """What a reader wrote, about which version of which page, and the form that answers it."""
    _refuse_others(request)
    reported = get_object_or_404(ProblemReport.objects.select_related("answered_by"), pk=report_id)
    page = reported.page and reported.page.specific
    form = AnswerReportForm(request.POST or None, report=reported)
    if request.method == "POST" and form.is_valid():
        said = {"report_id": reported.pk, "by": request.user, "now": timezone.now(), **form.cleaned_data}
        if tried(request, _("Answered."), answer_report, **said):
            return redirect("moderation:reports")
        reported.refresh_from_db()
    return screen(
        request,
        "report",
        _("Problem with “%(title)s”") % {"title": reported.title},
        icon="warning",
        report=reported,
        page=page,
        gated=page if isinstance(page, GatedMixin) else None,
        form=form,
    )
