"""The gate: a gated page is live only with content for which an approval is in force.

It stands where all ways end, in the write of the row, and judges what was written, not what somebody meant to write:
after each save the row is read again and, where it is live, its content must be the approved one. Else the whole save
is undone. Nothing in memory is trusted, neither ``live`` nor ``update_fields``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page

from .content import content_of
from .models.approval import Approval

_being_saved: ContextVar[frozenset[int]] = ContextVar("pages that the gate is looking at", default=frozenset())


class NotQualityControlled(PermissionDenied):
    """This content has no approval in force, so it cannot be public."""


@contextmanager
def watching(page_id: int | None) -> Iterator[None]:
    """Inside, rows that hang on this page may change: the gate judges them together with the page."""
    token = _being_saved.set(_being_saved.get() | {page_id} if page_id else _being_saved.get())
    try:
        yield
    finally:
        _being_saved.reset(token)


def is_watched(page_id: int) -> bool:
    return page_id in _being_saved.get()


def is_live(page_id: int) -> bool:
    """Whether the row in the database is live now."""
    return Page.objects.filter(pk=page_id, live=True).exists()


def has_passed(page: Page) -> bool:
    """Whether an approval in force is of exactly the content of ``page``, a row or a draft."""
    approval = Approval.objects.for_work(page.translation_key, page.locale.language_code).in_force().first()
    return approval is not None and approval.seal == content_of(page).seal


def refuse_unapproved(page: Page) -> None:
    """Raise ``NotQualityControlled`` where the row of ``page`` is live without an approval in force of its content."""
    if not is_live(page.pk):
        return
    row = type(page)._base_manager.get(pk=page.pk)
    if not has_passed(row):
        raise NotQualityControlled(
            _("“%(title)s” (%(language)s) was not published: this content has not passed quality control.")
            % {"title": row.title, "language": row.locale.language_code}
        )
