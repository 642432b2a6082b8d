"""``python -m bench.kills 100``: kill -9 a real worker again and again while it works, and count what was lost (R2, R11).

It works on ``DATABASE_URL``, which must be a database of its own that is migrated and set up: jobs and mails are written to it.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Seconds after which a job or mail that is left is lost.
PATIENCE = 180
ROOT = Path(__file__).resolve().parents[1]
FILL = """
from django.db import transaction
from outbox.actions import Mailbox, post_message
from wagtail.models import Page
from wagtail.tasks import update_reference_index_task
from modelsearch.tasks import insert_or_update_object_task
page = Page.objects.order_by("pk").last()
with transaction.atomic():
    for number in range({number}):
        insert_or_update_object_task.enqueue("wagtailcore", "page", str(page.pk))
        update_reference_index_task.enqueue("wagtailcore", "page", str(page.pk))
        to = Mailbox(f"reader{{number}}@city.example")
        post_message(to=to, template="focusgroups/mails/group_set_up.txt", context={{"group": "A group", "url": "/"}})
"""
COUNT = """
from django_tasks_db.models import DBTaskResult
from outbox.models import Message
jobs = DBTaskResult.objects.all()
print(jobs.count(), jobs.exclude(status="READY").count(), Message.objects.waiting().count())
"""
# What was at work when its worker was killed waits for its next try: that moment has come.
PASS_TIME = """
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from outbox.models import Message
DBTaskResult.objects.update(run_after=timezone.now())
Message.objects.waiting().update(next_try_at=timezone.now())
"""


class Worker:
    """A real worker on its own database, in its own process."""

    def __init__(self, database_url: str, mails: Path) -> None:
        self.mails = mails
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "scm_site.settings.dev",
            "DEBUG": "false",
            "DATABASE_URL": database_url,
            "EMAIL_URL": f"filemail:///{mails}",
            "SCM_OUTBOX_WORKER": "true",
        }

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "manage.py", *arguments]

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            self.command(*arguments), cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def fill(self, number: int) -> None:
        """Write ``2 × number`` jobs and ``number`` mails in one transaction."""
        self.run("shell", "-v0", "-c", FILL.format(number=number))

    def left(self) -> tuple[int, int, int]:
        """Jobs that are left, those of them that do not simply wait, and mails that are left."""
        jobs, odd, mails = self.run("shell", "-v0", "-c", COUNT).split()
        return int(jobs), int(odd), int(mails)

    def finish(self, until: float) -> tuple[int, int]:
        """Work until nothing is left, or until this moment of the clock. Returns how many jobs and mails are left."""
        while True:
            self.run("shell", "-v0", "-c", PASS_TIME)
            self.run("worker", "--once")
            jobs, _odd, mails = self.left()
            if (not jobs and not mails) or time.monotonic() > until:
                return jobs, mails

    def kill_at_work(self, chance: random.Random) -> None:
        """Start a worker, and kill it a moment after it began to work."""
        process = subprocess.Popen(
            self.command("worker", "-v2"),
            cwd=ROOT,
            env=self.environment | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with process:
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.4))
            process.kill()


def play(database_url: str, *, kills: int, number: int, seed: int = 1) -> dict[str, float]:
    """Fill, kill ``kills`` times, let the last worker finish: what is left, and how long that took."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(database_url, Path(folder))
        filled = 0
        for kill in range(kills):
            if kill % 5 == 0:
                worker.fill(number)
                filled += number
            worker.kill_at_work(chance)
        found, odd, _waiting = worker.left()
        begun = time.monotonic()
        jobs, mails = worker.finish(begun + PATIENCE)
        seconds = time.monotonic() - begun
        texts = "".join(path.read_text() for path in Path(folder).iterdir())
    sent = sum(f"To: reader{reader}@" in texts for reader in range(number))
    return {
        "jobs_found": found,
        "jobs_left": jobs,
        "jobs_in_an_odd_state": odd,
        "mails_left": mails,
        "readers": sent,
        "filled": filled,
        "seconds": seconds,
    }


if __name__ == "__main__":
    number_of_kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    started = time.monotonic()
    result = play(os.environ["DATABASE_URL"], kills=number_of_kills, number=100)
    print(f"{number_of_kills} kills in {time.monotonic() - started:.0f} s: {result}")
    lost = result["jobs_left"] or result["jobs_in_an_odd_state"] or result["mails_left"] or result["readers"] < 100
    sys.exit(bool(lost))
