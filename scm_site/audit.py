"""The log as the Secretariat reads it: who did what, when, to which version and why (J5)."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import ModelLogEntry, PageLogEntry

from focusgroups.models import FocusGroup
from focusgroups.querysets import pages_of_groups
from moderation.log import labels, read, rows_of

PER_PAGE = 50
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
# A cell that begins with one of these is a formula to a spreadsheet.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class LogForm(forms.Form):
    """What to show; empty is everything."""

    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Focus group"), required=False)
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=100)
    action = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    first = forms.DateField(label=gettext_lazy("First day"), required=False, widget=DAY)
    last = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = ("", _("Everybody"))
        people = sorted((str(user), str(user.pk)) for user in get_user_model().objects.all())
        self.fields["person"].choices = [everybody, *((key, name) for name, key in people)]
        groups = FocusGroup.objects.values_list("reference", "name").order_by("-reference")
        self.fields["group"].choices = [("", _("All")), *((ref, f"{ref} {name}") for ref, name in groups)]
        actions = sorted((str(label), action) for action, label in labels().items())
        self.fields["action"].choices = [("", _("Everything")), *((action, label) for label, action in actions)]

    def chosen(self) -> dict[str, Any]:
        """What was asked for; an address that was typed wrong asks for everything."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


def entries_asked(chosen: dict[str, Any]) -> QuerySet[Any]:
    """Rows of both of Wagtail's logs, the newest first."""
    wanted = Q()
    if person := chosen.get("person"):
        wanted &= Q(user=person)
    if title := chosen.get("title"):
        wanted &= Q(label__icontains=title)
    if action := chosen.get("action"):
        wanted &= Q(action=action)
    if first := chosen.get("first"):
        wanted &= Q(timestamp__date__gte=first)
    if last := chosen.get("last"):
        wanted &= Q(timestamp__date__lte=last)
    pages = PageLogEntry.objects.filter(wanted)
    if group := chosen.get("group"):
        under = pages_of_groups(FocusGroup.objects.filter(reference=group)).values("pk")
        rows = rows_of(pages.filter(page__in=under), "page_id")
    else:
        rows = rows_of(pages, "page_id").union(rows_of(ModelLogEntry.objects.filter(wanted), "object_id"), all=True)
    return rows.order_by("-timestamp", "object_key", "action")


@require_safe
def log_screen(request: HttpRequest) -> HttpResponseBase:
    """The log with its filters; ``?format=csv`` gives what was asked for as a file."""
    if not request.user.has_perm("scm_site.see_log"):
        raise PermissionDenied
    form = LogForm(request.GET)
    rows = entries_asked(form.chosen())
    if request.GET.get("format") == "csv":
        return as_csv(rows)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    title = _("Log")
    named = {"page_title": title, "header_title": title, "header_icon": "history"}
    return render(request, "scm_site/log.html", {**named, "form": form, "shown": shown, "entries": read(list(shown))})


class _Echo:
    def write(self, value: str) -> str:
        return value


def as_csv(rows: QuerySet[Any]) -> StreamingHttpResponse:
    """Streamed in batches; no cell is a formula, whatever somebody called a page."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        heading = [_("Time"), _("Who"), _("What was done"), _("Title"), _("Kind"), _("Version"), _("Why")]
        yield "\ufeff" + writer.writerow(heading)
        start = 0
        while batch := list(rows[start : start + 500]):
            for entry in read(batch):
                yield writer.writerow([no_formula(cell) for cell in entry.cells()])
            start += 500

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="log.csv"'
    return answer


def no_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell
