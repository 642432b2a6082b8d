"""Carry out the jobs that transactions left: each in one transaction with the end of its row (docs/adr/0009)."""

import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger("outbox")
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 12


def run_due_jobs(*, at_most: int | None = None, after_each: Callable[[], None] = lambda: None) -> int:
    """Carry out every job that is due, or so many of them; returns how many are done.

    ``after_each`` is called after each, done or not.
    """
    done = 0
    for is_done in islice(iter(_run_next, None), at_most):
        done += is_done
        after_each()
    return done


def _run_next() -> bool | None:
    """Carry out one job: whether it is done, or ``None`` where none is due.

    The row stays locked meanwhile (on SQLite, the database), and goes in the transaction of what the job wrote: where the
    worker is killed, nothing of the job is done, and no other worker takes it at the same time. A job that fails is undone.
    """
    taken = _take_next(timezone.now())
    if taken is None:
        return None
    with transaction.atomic():
        job = DBTaskResult.objects.select_for_update().filter(pk=taken.pk, run_after=taken.run_after).first()
        if job is None:
            return False  # This worker stood still for so long that another one took it.
        try:
            with transaction.atomic():
                job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
        except Exception as error:
            if not (isinstance(error, ObjectDoesNotExist) and _names_what_is_gone(job)):
                _note(job, error)
                return False
            logger.info("Job %s (%s) has nothing left to do: %s", job.pk, job.task_path, error)
        job.delete()
        return True


def _take_next(now: datetime) -> DBTaskResult | None:
    """Note a try on the next job that is due, and put it off; each wait is twice the one before.

    This stands before the job begins, so that one that kills its worker lets the others pass, and is stuck after
    ``MOST_TRIES`` like one that fails: then somebody has to look at it.
    """
    with transaction.atomic():
        job = DBTaskResult.objects.ready().select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.run_after = now + min(FIRST_WAIT * 2 ** len(job.worker_ids), LONGEST_WAIT)
        job.worker_ids.append(f"{socket.gethostname()}:{os.getpid()}")
        if len(job.worker_ids) >= MOST_TRIES:
            job.status, job.finished_at = "FAILED", now
        job.save(update_fields=["run_after", "worker_ids", "status", "finished_at"])
        return job


def _names_what_is_gone(job: DBTaskResult) -> bool:
    """Whether the one object that the job is for, named by app, model and key as in Wagtail's own, has been deleted.

    Whatever else a job misses, such as a site or a language, may be there again at its next try.
    """
    match job.args_kwargs["args"]:
        case [str(app), str(model), str(key)]:
            with suppress(LookupError, ValueError):  # It names something else.
                return not apps.get_model(app, model)._base_manager.filter(pk=key).exists()
    return False


def _note(job: DBTaskResult, error: Exception) -> None:
    job.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    job.traceback = str(error)
    job.save(update_fields=["exception_class_path", "traceback"])
    logger.warning("Job %s (%s) failed: %s", job.pk, job.task_path, job.exception_class_path)
