"""The note that somebody writes to the reviewer, kept until it is sent: no text is lost, whenever a session ends."""

from typing import Any

from django.http import HttpRequest

from .models.note import UnsentNote

NOTE = "note_to_reviewer"


def keep_note(request: HttpRequest, page: Any) -> str:
    """The note that came with this form, kept for the next; the page is under lock."""
    # A draft that saves itself just after it was sent brings the note that went along.
    if NOTE in request.POST and not page.workflow_in_progress:
        note = request.POST[NOTE].strip()
        UnsentNote.objects.update_or_create(page_id=page.pk, user=request.user, defaults={"text": note})
    return kept_note(request.user, page)


def kept_note(user: Any, page: Any) -> str:
    return UnsentNote.objects.filter(page_id=page.pk, user=user).values_list("text", flat=True).first() or ""


def drop_note(user: Any, page: Any) -> None:
    UnsentNote.objects.filter(page_id=page.pk, user=user).delete()
