"""The log as the Secretariat reads it: who did what, when, to which version and why (J5)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry

from focusgroups.models import FocusGroup
from focusgroups.querysets import pages_of_groups

PER_PAGE = 50
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
FIELDS = ("timestamp", "user_id", "action", "label", "data", "content_type_id", "object_key")
# A cell that begins with one of these is a formula to a spreadsheet.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Entry:
    """One line of the log, as people read it."""

    at: datetime
    who: str
    what: str
    thing: str
    kind: str
    version: str
    why: str

    def cells(self) -> list[str]:
        return [
            self.at.isoformat(timespec="seconds"),
            self.who,
            self.what,
            self.thing,
            self.kind,
            self.version,
            self.why,
        ]


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
        actions = sorted((str(label), action) for action, label in registry.get_choices())
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
        rows = _rows(pages.filter(page__in=under), "page_id")
    else:
        rows = _rows(pages, "page_id").union(_rows(ModelLogEntry.objects.filter(wanted), "object_id"), all=True)
    return rows.order_by("-timestamp", "object_key", "action")


def _rows(entries: QuerySet[Any], key: str) -> QuerySet[Any]:
    return entries.order_by().annotate(object_key=Cast(F(key), CharField())).values(*FIELDS)


def read(rows: list[dict[str, Any]]) -> list[Entry]:
    """The same in words; a deleted account stays as its number."""
    keys = {row["user_id"] for row in rows if row["user_id"]}
    people = get_user_model().objects.in_bulk(keys)
    labels = dict(registry.get_choices())
    return [_entry(row, people, labels) for row in rows]


def _entry(row: dict[str, Any], people: dict[int, Any], labels: dict[str, Any]) -> Entry:
    data = row["data"] or {}
    model = ContentType.objects.get_for_id(row["content_type_id"]).model_class() if row["content_type_id"] else None
    key = row["user_id"]
    if not key:
        who = _("the site itself")
    else:
        who = str(people[key]) if key in people else _("deleted account %(number)s") % {"number": key}
    reasons = (data.get(name) for name in ("reason", "note", "override", "comment"))
    return Entry(
        at=localtime(row["timestamp"]),
        who=who,
        what=str(labels.get(row["action"], row["action"])),
        thing=row["label"],
        kind=str(model._meta.verbose_name) if model else "",
        version=str(data.get("version") or ""),
        why=" ".join(reason for reason in reasons if isinstance(reason, str) and reason),
    )


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
