"""The permanent reference of a work."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
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
    pages = list(OutcomePage.objects.filter(translation_key=record.work).select_related("locale"))
    pages.sort(key=lambda page: (page.locale.language_code != get_language(), not page.is_source()))
    if record.is_withdrawn():
        title, language = record.last_public_title(get_language())
        lang = "" if language == get_language() else language
        return render(request, "outcomes/withdrawn.html", {"record": record, "title": title, "lang": lang}, status=410)
    page = next((page for page in pages if page.live), None)
    if page is None:
        raise Http404
    return redirect(page.get_url(request))
