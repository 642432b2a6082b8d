"""The note that somebody writes to the reviewer, kept until it is sent: no text is lost, whenever a session ends."""

from collections.abc import Mapping
from typing import Any

from .models.note import UnsentNote

NOTE = "note_to_reviewer"


def keep_note(user: Any, page: Any, data: Mapping[str, str]) -> str:
    """The note that came with a form, kept for the next; the page is under lock."""
    # A draft that saves itself just after it was sent brings the note that went along.
    if NOTE in data and not page.workflow_in_progress:
        if text := data[NOTE].replace("\0", "").strip():
            UnsentNote.objects.update_or_create(page_id=page.pk, user=user, defaults={"text": text})
        else:
            drop_note(user, page)
    return kept_note(user, page)


def keep_sent_note(user: Any, page: Any, text: str) -> None:
    """The note that went along with a page that is taken back; one that is newer stays."""
    if text:
        UnsentNote.objects.get_or_create(page_id=page.pk, user=user, defaults={"text": text})


def kept_note(user: Any, page: Any) -> str:
    return UnsentNote.objects.filter(page_id=page.pk, user=user).values_list("text", flat=True).first() or ""


def drop_note(user: Any, page: Any) -> None:
    UnsentNote.objects.filter(page_id=page.pk, user=user).delete()
