"""An ordinary page."""

from typing import Any

from django.http import HttpRequest

from ..models import ContentPage


def context_for(page: ContentPage, request: HttpRequest) -> dict[str, Any]:
    return {}
