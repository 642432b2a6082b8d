"""Who may download a file, and which picture stays as it is. Rooms above say who may see a private file of a work and
what is public, by registering a check.
"""

from collections.abc import Callable
from typing import Any

from .models import File, Picture

MaySeePrivate = Callable[[Any, File], bool]
ShownOn = Callable[[File | Picture], list[str]]

_checks: list[MaySeePrivate] = []
_shown: list[ShownOn] = []


def register_private_check(check: MaySeePrivate) -> MaySeePrivate:
    """Let ``check(user, document)`` answer whether a user may see a private file of a work."""
    _checks.append(check)
    return check


def register_shown_check(check: ShownOn) -> ShownOn:
    """Let ``check(upload)`` name the public pages that show a file or picture, which then stays as it is."""
    _shown.append(check)
    return check


def shown_on(upload: File | Picture) -> list[str]:
    """The public pages that show these bytes, each by its title."""
    return sorted({name for check in _shown for name in check(upload)})


def is_shown(picture: Picture) -> bool:
    return any(check(picture) for check in _shown)


def may_download(user: Any, document: File) -> bool:
    """Everyone a public file; its uploader, and whom the rooms above name, a private one; nobody what was erased."""
    if document.erased_at:
        return False
    if document.is_public:
        return True
    if not user.is_authenticated:
        return False
    if user.is_superuser or document.uploaded_by_user_id == user.pk:
        return True
    return document.work is not None and any(check(user, document) for check in _checks)
