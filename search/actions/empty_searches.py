"""What was looked for and not found, for the Secretariat: the words and how often, never who."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F

from ..models import EmptySearch

logger = logging.getLogger(__name__)

KEPT = timedelta(days=90)
# A program that tries words at random fills no table.
MOST_A_DAY = 500
PATIENCE_MS = 100


def note_empty_search(*, words: str, language: str, today: date) -> None:
    """Count a search that found nothing. A reader's page does not fail because the database is busy with something else."""
    row = {"language": language, "words": words.lower()[:200], "day": today}
    try:
        with not_waiting(), transaction.atomic():
            if EmptySearch.objects.filter(**row).update(times=F("times") + 1):
                return
            if EmptySearch.objects.filter(day=today).count() < MOST_A_DAY:
                EmptySearch.objects.create(**row)
    except IntegrityError:
        # Somebody else counted the first of the day at the same moment.
        EmptySearch.objects.filter(**row).update(times=F("times") + 1)
    except DatabaseError:
        logger.warning("An empty search was not counted: the database was busy.")


@contextmanager
def not_waiting() -> Iterator[None]:
    """On SQLite there is one writer at a time; for this nobody waits longer than a tenth of a second."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def forget_old_empty_searches(*, now: datetime) -> int:
    """A chore of the worker: delete what was counted more than 90 days ago. Returns how many rows."""
    old = EmptySearch.objects.filter(day__lt=(now - KEPT).date())
    return old.delete()[0] if old.exists() else 0
