"""The permanent reference of a work."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .models import Outcome, OutcomePage


@require_safe
def resolve_reference(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead from the reference of an outcome to its page: in the language of the browser, else in its own.

    A reference outlives its work: of a withdrawn one it tells title, date and reason (status 410).
    """
    record = Outcome.objects.filter(reference=reference).first()
    if record is None:
        raise Http404
    if record.is_withdrawn():
        return render(request, "withdrawn.html", _tombstone(record), status=410)
    pages = list(OutcomePage.objects.live().filter(translation_key=record.work).select_related("locale"))
    pages.sort(key=lambda page: (page.locale.language_code != get_language(), not page.is_source()))
    if not pages:
        raise Http404
    return redirect(pages[0].get_url(request))


def _tombstone(record: Outcome) -> dict[str, Any]:
    title, language = record.last_public_title(get_language())
    return {
        "kind": _("Withdrawn outcome"),
        "title": title,
        "lang": "" if language == get_language() else language,
        "reference": record.reference,
        "withdrawn_at": record.withdrawn_at,
        "reason": record.withdrawal_reason,
    }
