"""Carry out the jobs that transactions left: each in one transaction with the end of its row (docs/adr/0009)."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger("outbox")
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 12


def run_due_jobs(*, after_each: Callable[[], None] = lambda: None) -> int:
    """Carry out every job that is due; returns how many are done. ``after_each`` is called after each, done or not."""
    done = 0
    while (is_done := _run_next()) is not None:
        done += is_done
        after_each()
    return done


def _run_next() -> bool | None:
    """Carry out one job: whether it is done, or ``None`` where none is due.

    The row stays locked meanwhile (on SQLite, the database), and goes in the transaction of what the job wrote: a worker
    that is killed leaves it as it was, and no other worker takes it. A job that fails is undone, noted and put off.
    """
    with transaction.atomic():
        job = DBTaskResult.objects.ready().select_for_update(skip_locked=True).first()
        if job is None:
            return None
        try:
            with transaction.atomic():
                job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
        except ObjectDoesNotExist as gone:
            # What it was for has been deleted meanwhile.
            logger.info("Job %s (%s) has nothing left to do: %s", job.pk, job.task_path, gone)
        except Exception as error:
            _put_off(job, error, timezone.now())
            return False
        job.delete()
        return True


def _put_off(job: DBTaskResult, error: Exception, now: datetime) -> None:
    """The next try, each wait twice the one before; after ``MOST_TRIES`` somebody has to look at it."""
    tries = len(job.worker_ids)
    job.worker_ids = [*job.worker_ids, f"{socket.gethostname()}:{os.getpid()}"]
    job.run_after = now + min(FIRST_WAIT * 2**tries, LONGEST_WAIT)
    job.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    job.traceback = str(error)
    if len(job.worker_ids) >= MOST_TRIES:
        job.status = "FAILED"
        job.finished_at = now
    job.save()
    logger.warning("Job %s (%s) failed: %s", job.pk, job.task_path, job.exception_class_path)
