"""What the search server has yet to be told: the keys of pages, written in the transaction that changed the database's index.

The server gets a copy of that index, by whoever comes to it: the worker at each look, or, without one, right after the
transaction. It gets pages as they are then, so an entry says only which. Each time has a version, taken after the entries
and before the pages were read: of two workers at one page, the one that read later wins.
"""

import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from . import engines
from .breaker import Away, is_away
from .models import IndexWrite, Pending

logger = logging.getLogger("search")
# What one look of the worker does; mails and jobs wait meanwhile.
AT_ONCE = 1000
KEPT = timedelta(days=1)


def note_pending(keys: Iterable[int]) -> None:
    """Inside the transaction that changes the entries of these pages; nothing where there is no search server."""
    if not engines.has_server():
        return
    Pending.objects.bulk_create(Pending(page_key=key) for key in keys)
    if not settings.SCM_OUTBOX_WORKER:
        transaction.on_commit(copy_pending, robust=True)


def copy_pending(now: datetime | None = None) -> int:
    """A chore of the worker: tell the server of some of what is due. Returns how many pages it has now.

    Where it does not answer, all stays due; what it refuses stays due too, after the others.
    """
    server = engines.server()
    entries = list(Pending.objects.due().order_by("error", "pk")[:AT_ONCE]) if server else []
    if not entries or server is None:
        return 0
    keys = {entry.page_key for entry in entries}
    with suppress(Away):
        server.look()
        write = IndexWrite.objects.create()
        refused = server.write(sorted(keys), version=write.pk)
        _note_written([entry for entry in entries if entry.page_key not in refused], write)
        _note_refused(refused)
        return len(keys - refused.keys())
    return 0


def health() -> dict[str, Any]:
    """For ``/healthz/``: whether the server answered the last time, and how many entries it has yet to get."""
    if not engines.has_server():
        return {}
    state = "does not answer: the database does" if is_away() else "answers"
    return {"search_server": state, "search_entries_due": Pending.objects.due().count()}


def _note_written(entries: Iterable[Pending], write: IndexWrite) -> None:
    Pending.objects.filter(pk__in=[entry.pk for entry in entries]).update(write=write, error="")


def _note_refused(refused: Mapping[int, str]) -> None:
    for key, why in refused.items():
        if Pending.objects.due().filter(page_key=key).exclude(error=why).update(error=why):
            logger.error("The search server refused page %s and is asked again: %s", key, why)


def forget_old_writes(now: datetime) -> int:
    """A chore of the worker: delete what the server got more than a day ago."""
    number, _kinds = IndexWrite.objects.filter(made_at__lt=now - KEPT).delete()
    return number
