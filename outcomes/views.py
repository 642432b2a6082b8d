"""The permanent reference of a work."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe


@require_safe
def resolve_reference(request: HttpRequest, reference: str) -> HttpResponse:
    raise Http404
