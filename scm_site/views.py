"""The front door, search and the pages of errors."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_from_request, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from wagtail.models import Page
from wagtail.views import serve
from wagtail.wagtail_hooks import check_view_restrictions

from search.actions import note_empty_search
from search.suggestions import suggest

from .fallback import find_page
from .pages import quality_control, results
from .pages.languages import reader_language, work_url
from .pages.navigation import theme_labels
from .pages.references import page_of_reference, reference_in
from .pages.withdrawn import withdrawn_work
from .throttle import is_too_much

# Who types a letter too many and takes it back asks once. No shared cache keeps the title of what is withdrawn.
SECONDS_OF_SUGGESTIONS = 60

# So many are counted from one network address: a program that tries words is no visitor.
EMPTY_SEARCHES_AN_HOUR = 30


@require_safe
@vary_on_headers("Accept-Language")
def to_own_language(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the home page in the browser's language, else in English. No cookie is set."""
    return redirect(f"/{get_language_from_request(request)}/")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The bare address that browsers ask for where no page has named the icon."""
    return redirect(static("site/icon.svg"))


def lead_on(page: Page, *args: Any) -> HttpResponse:
    return redirect(work_url(page, page.locale.language_code))


def lead_on_in_this_language(page: Page, *args: Any) -> HttpResponse:
    return redirect(work_url(page))


@require_safe
@vary_on_headers("Accept-Language")
def resolve_reference(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead from the reference of a group or an outcome to its page; of a withdrawn one it says why it is gone (410)."""
    page = page_of_reference(reference)
    if page is not None and page.live:
        # The address of a restricted page tells its title, so only those whom it is open to learn it.
        return check_view_restrictions(lead_on)(page, request, [], {})
    gone = withdrawn_work(work_url(page)) if page else None
    if gone is None:
        # The address of a draft tells its title, so nothing is said of it.
        raise Http404
    return render(request, "withdrawn.html", gone, status=410)


@require_safe
@vary_on_headers("Accept-Language")
def to_quality_control(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead from the stable address of a record to the record in the browser's language."""
    with override(get_language_from_request(request)):
        return redirect(reverse("quality_control", args=[reference]))


def _record_or_404(reference: str) -> list[quality_control.Work]:
    works = quality_control.record_of(reference)
    if not works:
        raise Http404
    return works


@require_safe
def quality_control_record(request: HttpRequest, reference: str) -> HttpResponse:
    """When the works of a reference were checked, by which questions, with which result (N7)."""
    context = quality_control.context_for(reference, _record_or_404(reference))
    return render(request, "scm_site/quality_control.html", context)


@require_safe
def quality_control_json(request: HttpRequest, reference: str) -> HttpResponse:
    """The same for programs; its words are in the site's own language, whoever asks."""
    with override(settings.LANGUAGE_CODE):
        return JsonResponse(quality_control.as_json(reference, _record_or_404(reference)))


def _referred_to(request: HttpRequest, words: str) -> HttpResponse | None:
    """Lead to the work whose reference was typed, where its own address would: it is public, or says why it is gone."""
    reference = reference_in(words)
    page = page_of_reference(reference) if reference else None
    if page is None or not (page.live or withdrawn_work(work_url(page))):
        return None
    return check_view_restrictions(lead_on_in_this_language)(page, request, [], {})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The results of a search, in the reader's language."""
    asked = request.GET.get("q", "")
    if found := _referred_to(request, asked):
        return found
    context = results.context_for(request)
    found = context["found"].request
    is_empty = context["found"].total == 0 and found.words and not any(found.chosen.values())
    if is_empty and not is_too_much(request, what="empty search", an_hour=EMPTY_SEARCHES_AN_HOUR):
        note_empty_search(words=found.words, language=found.language, today=timezone.localdate())
    return render(request, "scm_site/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What a reader may mean who has typed so much into a search box; the words around it are the reader's too."""
    found = suggest(request.GET.get("q", ""), reader_language(), theme_labels(reader_language()))
    kinds = results.kind_names() | {"theme": _("Theme")}
    number = len(found)
    answer = JsonResponse(
        {
            "label": _("Suggestions"),
            "announcement": ngettext(
                "%(number)s suggestion, to be reached by the arrow keys",
                "%(number)s suggestions, to be reached by the arrow keys",
                number,
            )
            % {"number": number}
            if found
            else _("No suggestions"),
            "suggestions": [
                {
                    "title": suggestion.title,
                    "url": results.address_of_suggestion(suggestion),
                    "kind": kinds[suggestion.kind],
                    "lang": suggestion.language,
                }
                for suggestion in found
            ],
        }
    )
    patch_cache_control(answer, private=True, max_age=SECONDS_OF_SUGGESTIONS)
    return answer


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """A page at its address: found by this site, served by Wagtail with all its hooks."""
    request._wagtail_route_for_request = find_page(path, reader_language())  # type: ignore[attr-defined]
    return serve(request, path)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that leads nowhere; where a withdrawn work stood, what it was and why it is gone."""
    gone: dict[str, Any] | None = withdrawn_work(request.path)
    if gone:
        return render(request, "withdrawn.html", gone, status=410)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(None, "500.html", status=500)
