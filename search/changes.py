"""The stamp of what is public: it is another one as soon as a change to it is committed.

A change adds a row in its own transaction, so that no two wait for each other. The number of rows is part of the stamp:
a transaction that began earlier may be committed later, with a smaller key.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Subquery, Value
from wagtail.models import Page

from .models import Change

Stamp = tuple[uuid.UUID | None, int]

KEPT = timedelta(days=1)
# So few are not worth reading everything anew.
MANY = 100
# What a draft changes in the row of its page; no reader sees any of it.
OF_DRAFTS = frozenset(
    ["draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "live_revision"]
)


def note_change() -> None:
    """Say that what is public may be another now; inside the transaction that changes it."""
    Change.objects.create()


def stamp() -> Stamp:
    """What is public has changed if and only if this has, or rows were forgotten. One query."""
    number = Change.objects.order_by().values(every=Value(1)).annotate(number=Count("pk")).values("number")
    newest = Change.objects.order_by("-pk").values_list("token", Subquery(number))
    return newest.first() or (None, 0)


def note_page(instance: Page, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
    """A page was saved that is or was live; a draft that leaves what is public alone changes nothing."""
    if (instance.live or instance.first_published_at) and (
        update_fields is None or not OF_DRAFTS.issuperset(update_fields)
    ):
        note_change()


def note_any(**kwargs: Any) -> None:
    note_change()


@transaction.atomic
def forget_old_changes(*, now: datetime) -> int:
    """A chore of the worker: delete the changes of more than a day ago. One row is added, so that the stamp is none that
    was there before. Returns how many.
    """
    old = Change.objects.filter(made_at__lt=now - KEPT)
    if old.count() < MANY:
        return 0
    note_change()
    return old.delete()[0]
