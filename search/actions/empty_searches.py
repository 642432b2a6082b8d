"""What was looked for and not found, for the Secretariat: the words and how often, never who."""

import logging
from datetime import date, datetime, timedelta

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from ..models import EmptySearch
from ..patience import not_waiting

logger = logging.getLogger(__name__)

KEPT = timedelta(days=90)
# A program that tries words at random fills no table.
MOST_A_DAY = 500


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


def forget_old_empty_searches(*, now: datetime) -> int:
    """A chore of the worker: delete what was counted more than 90 days ago. Returns how many rows."""
    old = EmptySearch.objects.filter(day__lt=(now - KEPT).date())
    return old.delete()[0] if old.exists() else 0
