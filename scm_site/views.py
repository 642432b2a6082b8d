"""The front door, search and the pages of errors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers


@require_safe
@vary_on_headers("Accept-Language")
def to_own_language(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the home page in the browser's language, else in English. No cookie is set."""
    return redirect(f"/{get_language_from_request(request)}/")


def search(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
