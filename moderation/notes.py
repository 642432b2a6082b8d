"""The note that a group writes to its reviewer, kept with the session until the page is sent: no text is lost."""

from typing import Any

from django.http import HttpRequest

NOTE = "note_to_reviewer"


def keep_note(request: HttpRequest, page: Any) -> str:
    """The note that came with this form, kept for the next."""
    note = request.POST.get(NOTE, "").strip()
    if note != kept_note(request, page):
        request.session[_key(page)] = note
    return note


def kept_note(request: HttpRequest, page: Any) -> str:
    return request.session.get(_key(page), "")


def drop_note(request: HttpRequest, page: Any) -> None:
    request.session.pop(_key(page), None)


def _key(page: Any) -> str:
    return f"{NOTE}_{page.pk}"
