"""Who may download a file. Rooms above say who may see a work's drafts, by registering a check."""

import uuid
from collections.abc import Callable
from typing import Any

from .models import File

MaySeeDrafts = Callable[[Any, uuid.UUID], bool]

_checks: list[MaySeeDrafts] = []


def register_draft_check(check: MaySeeDrafts) -> MaySeeDrafts:
    """Let ``check(user, work)`` answer whether a user may see the drafts of a work, and so its private files."""
    _checks.append(check)
    return check


def may_download(user: Any, document: File) -> bool:
    """Everyone a public file; its uploader, and who may see the work's drafts, a private one."""
    if document.is_public:
        return True
    if not user.is_authenticated:
        return False
    if user.is_superuser or document.uploaded_by_user_id == user.pk:
        return True
    return document.work is not None and any(check(user, document.work) for check in _checks)
