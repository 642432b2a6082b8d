"""The Secretariat asks for translations of an approved version."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ..actions import NotTranslatable, request_translation
from ..desk import Entry, entries_of
from ..forms import RequestForm
from ..languages import own_name
from ..models import TranslationRequest
from ..pages import gated_page
from ..permissions import may_request
from ..refusals import refusing


@dataclass(frozen=True)
class LanguageLine:
    """A language of the form: its request so far, if any, and how many people translate into it."""

    code: str
    name: str
    entry: Entry | None
    translators: int


@refusing
def request_(request: HttpRequest, page_id: int) -> HttpResponse:
    """Choose languages, a due date and a message; what exists already stands beside each language."""
    if not may_request(request.user):
        raise PermissionDenied(_("Only the SCM Secretariat requests translations."))
    page = gated_page(page_id)
    if not page.is_source():
        return redirect("translations:request", page.source_page().pk)
    today = timezone.localdate()
    lines = _lines(page)
    data = request.POST if request.method == "POST" else None
    form = RequestForm(data, languages=[(line.code, line.name) for line in lines], today=today)
    if request.method == "POST" and form.is_valid() and _request_all(request, page, form):
        return redirect("translations:request", page.pk)
    context = {
        "page_title": _("Request translations"),
        "page_subtitle": page.title,
        "header_icon": "globe",
        "page": page,
        "refusal": _refusal(page),
        "form": form,
        "lines": lines,
        "chosen": form["languages"].value() or [],
        "today": today,
    }
    return render(request, "translations/admin/request.html", context)


def _request_all(request: HttpRequest, page: Any, form: RequestForm) -> bool:
    """All languages or none; a refusal stands above the form."""
    data = form.cleaned_data
    try:
        with transaction.atomic():
            for language in data["languages"]:
                request_translation(
                    page_id=page.pk,
                    language=language,
                    by=request.user,
                    due_on=data["due_on"],
                    message=data["message"],
                )
    except NotTranslatable as refusal:
        form.add_error(None, str(refusal))
        return False
    names = ", ".join(own_name(language) for language in data["languages"])
    messages.success(request, _("Requested: %(languages)s. The translators have a mail.") % {"languages": names})
    return True


def _refusal(page: Any) -> str:
    """Why nothing can be requested now, as a sentence, or ``""``; the verb asks again."""
    if page.live and page.approval is not None:
        return ""
    return _("This page is not public yet. Only what quality control let through can be translated.")


def _lines(page: Any) -> list[LanguageLine]:
    codes = [code for code, _name in settings.LANGUAGES if code != page.locale.language_code]
    requests = TranslationRequest.objects.newest().into(codes).filter(work=page.translation_key)
    entries = entries_of(list(requests), today=timezone.localdate())
    by_language = {entry.request.language: entry for entry in entries}
    translators = _translators(codes)
    return [LanguageLine(code, own_name(code), by_language.get(code), translators.get(code, 0)) for code in codes]


def _translators(languages: list[str]) -> dict[str, int]:
    """How many people translate into each language, in one query."""
    names = {f"translate_{code}": code for code in languages}
    people = Count("group__user", filter=Q(group__user__is_active=True), distinct=True)
    rows = Permission.objects.filter(content_type__app_label="scm_translations", codename__in=names)
    return {
        names[codename]: number for codename, number in rows.annotate(people=people).values_list("codename", "people")
    }
