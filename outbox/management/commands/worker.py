"""``manage.py worker``: carries out what transactions left to be done."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.module_loading import import_string

from ...actions import deliver_due
from ...models import WorkerBeat

logger = logging.getLogger("outbox")


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


class Command(BaseCommand):
    help = "Send the mails that wait in the outbox, again and again until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now and stop.")
        parser.add_argument("--pause", type=float, default=5, help="Seconds between two looks (5).")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        while True:
            beat()
            do_chores()
            sent = deliver_due(now=timezone.now(), after_each=beat)
            if sent:
                self.stdout.write(f"{sent} mail(s) sent")
            if once:
                return
            time.sleep(pause)
