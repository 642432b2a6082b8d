"""The log as the Secretariat reads it: who did what, when, to which version and why (J5)."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from focusgroups.models import FocusGroup
from focusgroups.querysets import pages_of_groups
from moderation.log import labels, name_of, read, rows_of
from outcomes.models import Outcome
from screens.days import DayInput
from screens.spreadsheets import as_csv

PER_PAGE = 50


def _deleted_accounts() -> list[int]:
    """The numbers of accounts that did something and do not exist any more."""
    accounts = get_user_model().objects.values("pk")
    by_pages, by_others = (
        model.objects.order_by().exclude(user_id=None).exclude(user_id__in=accounts).values_list("user_id")
        for model in (PageLogEntry, ModelLogEntry)
    )
    return [key for (key,) in by_pages.union(by_others).order_by("user_id")]


class LogForm(forms.Form):
    """What to show; empty is everything."""

    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Focus group"), required=False)
    title = forms.CharField(label=gettext_lazy("Title or reference"), required=False, max_length=100)
    action = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    first = forms.DateField(label=gettext_lazy("First day"), required=False, widget=DayInput)
    last = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = ("", _("Everybody"))
        people = {user.pk: user for user in get_user_model().objects.all()}
        known = sorted((name_of(key, people), key) for key in people)
        gone = ((name_of(key, people), key) for key in _deleted_accounts())
        self.fields["person"].choices = [everybody, *((key, name) for name, key in (*known, *gone))]
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
    if action := chosen.get("action"):
        wanted &= Q(action=action)
    if first := chosen.get("first"):
        wanted &= Q(timestamp__date__gte=first)
    if last := chosen.get("last"):
        wanted &= Q(timestamp__date__lte=last)
    pages, others = PageLogEntry.objects.filter(wanted), ModelLogEntry.objects.filter(wanted)
    if title := chosen.get("title"):
        pages = pages.filter(Q(label__icontains=title) | Q(page__in=_pages_called(title).values("pk")))
        others = others.filter(label__icontains=title)
    if group := chosen.get("group"):
        under = pages_of_groups(FocusGroup.objects.filter(reference=group)).values("pk")
        rows = rows_of(pages.filter(page__in=under), "page_id")
    else:
        rows = rows_of(pages, "page_id").union(rows_of(others, "object_id"), all=True)
    return rows.order_by("-timestamp", "object_key", "action")


def _pages_called(words: str) -> QuerySet[Page]:
    """The pages of this title or reference: an entry keeps the title that its page had then."""
    outcomes = Outcome.objects.filter(reference__iexact=words).values("work")
    groups = FocusGroup.objects.filter(reference__iexact=words).values("work")
    return Page.objects.filter(
        Q(title__icontains=words)
        | Q(draft_title__icontains=words)
        | Q(translation_key__in=outcomes)
        | Q(translation_key__in=groups)
    )


@require_safe
def log_screen(request: HttpRequest) -> HttpResponseBase:
    """The log with its filters; ``?format=csv`` gives what was asked for as a file."""
    if not request.user.has_perm("scm_site.see_log"):
        raise PermissionDenied
    form = LogForm(request.GET)
    rows = entries_asked(form.chosen())
    if request.GET.get("format") == "csv":
        heading = [_("Time"), _("Who"), _("What was done"), _("Title"), _("Kind"), _("Version"), _("Why")]
        return as_csv("log", heading, rows, _cells)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    title = _("Log")
    named = {"page_title": title, "header_title": title, "header_icon": "history"}
    return render(request, "scm_site/log.html", {**named, "form": form, "shown": shown, "entries": read(list(shown))})


def _cells(rows: list[dict[str, Any]]) -> list[list[str]]:
    return [entry.cells() for entry in read(rows)]
