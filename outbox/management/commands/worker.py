"""``manage.py worker``: carries out what transactions left to be done."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, Error, close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from ...actions import deliver_due, run_due_jobs
from ...models import WorkerBeat

logger = logging.getLogger("outbox")
# Each may wait for a server that does not answer.
JOBS_A_LOOK = 20


def beat() -> None:
    """Leave a sign of life."""
    WorkerBeat.objects.update_or_create(pk=1, defaults={"beat_at": timezone.now()})


def do_chores() -> None:
    """What rooms above want looked at again and again; one that fails stops neither the others nor the mails."""
    for path in settings.SCM_WORKER_CHORES:
        try:
            import_string(path)(now=timezone.now())
        except Exception:
            logger.exception("The chore %s failed and is tried again.", path)


def do_jobs() -> bool:
    """Some of the jobs that wait, and whether more of them do; chores and mails have their turn before those.

    An error of the database itself stops neither the mails nor the worker.
    """
    try:
        run_due_jobs(at_most=JOBS_A_LOOK, after_each=beat)
        return DBTaskResult.objects.ready().exists()
    except DatabaseError:
        logger.exception("The jobs could not be carried out and are tried again.")
        close_old_connections()
        return False


class Command(BaseCommand):
    help = "Carry out the jobs and send the mails that wait, again and again until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now and stop.")
        parser.add_argument("--pause", type=float, default=1, help="Seconds between two looks (1).")

    def handle(self, *args: Any, once: bool, pause: float, verbosity: int, **options: Any) -> None:
        if once:
            while self.look(verbosity):
                pass
            return
        while True:
            try:
                if self.look(verbosity):
                    continue
            except Error:
                # The next look begins with a connection that is open.
                logger.exception("The database does not answer; the worker tries again.")
                close_old_connections()
            try:
                time.sleep(pause)
            except KeyboardInterrupt:
                return

    def look(self, verbosity: int) -> bool:
        """Do what is due now, of many jobs a part; whether more are due."""
        if verbosity > 1:
            self.stdout.write("looks for work")
            self.stdout.flush()
        beat()
        do_chores()
        more = do_jobs()
        sent = deliver_due(now=timezone.now(), after_each=beat)
        if sent:
            self.stdout.write(f"{sent} mail(s) sent")
        return more
