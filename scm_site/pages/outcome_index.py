"""The list of all outcomes."""

from typing import Any

from django.http import HttpRequest

from outcomes.models import OutcomeIndexPage

from . import results


def context_for(page: OutcomeIndexPage, request: HttpRequest) -> dict[str, Any]:
    return results.context_for(request, kind="outcome")
