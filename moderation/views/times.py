"""How long quality control takes: by state, by reviewer and over the year, on the screen and as a file (E23)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from screens.spreadsheets import as_csv

from ..permissions import may_see_times
from ..screen_forms import TimesForm
from ..time_report import History, Report, cells_of
from ..times import Quarter
from ..working_days import day_of
from .screen import screen


@require_safe
def times(request: HttpRequest) -> HttpResponseBase:
    """The figures of a quarter; ``?format=csv`` gives the same as a file. Here, and in no public place, stand names."""
    if not may_see_times(request.user):
        raise PermissionDenied
    today = day_of(timezone.now())
    history = History(today)
    form = TimesForm(request.GET, quarters=history.quarters(), running=Quarter.of(today))
    asked = form.asked()
    report = history.report(**asked)
    if request.GET.get("format") == "csv":
        return _as_csv(report, asked["language"])
    return screen(request, "times", _("How long quality control takes"), icon="time", form=form, report=report)


def _as_csv(report: Report, language: str) -> StreamingHttpResponse:
    name = "-".join(filter(None, ["quality-control", str(report.quarter), language]))
    heading = [
        *(
            _("State or reviewer"),
            _("Quarter"),
            _("Ended"),
            _("Median, in working days"),
            _("Longest, in working days"),
        ),
        *(_("Which one took longest"), _("Still open today"), _("The oldest waits, in working days")),
        _("Decided after the due day"),
    ]
    return as_csv(name, heading, list(cells_of(report)), list)
