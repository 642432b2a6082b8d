"""How the screens of a room look: in Wagtail's frame, with their title in the tab and as their heading."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def screens_in(folder: str, icon: str) -> Callable[..., HttpResponse]:
    """What shows the screens of one room: ``folder`` holds their templates, ``icon`` stands beside their headings."""
    usual = icon

    def screen(request: HttpRequest, template: str, title: str, icon: str = usual, **context: Any) -> HttpResponse:
        named = {"page_title": title, "header_title": title, "header_icon": icon}
        return render(request, f"{folder}/{template}.html", named | context)

    return screen
