"""kill -9 of the worker: every job is carried out, no mail is lost, and what is stuck is on the screen (R2, R11).

A worker in a process of its own is killed before or after its n-th statement, for n = 1, 2, … until it comes to its end:
between statements in the midst of a job, around the commit, between the sending of a mail and the note that it was sent. In
``.ci/run`` these are the statements that write, in ``make torture`` all of them. ``bench/kills.py`` kills ``manage.py worker``
at any moment.
"""

import os
import re
import signal
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page
from wagtail.tasks import update_reference_index_task

from bench.kills import play
from outbox.actions import Mailbox, post_message
from outbox.actions.run_jobs import MOST_TRIES
from outbox.models import Message
from tests.scenes import secretariat
from tests.torture.breaking_off import WRITES
from tests.torture.conftest import IN_FULL
from tests.torture.processes import LONGEST, as_on_a_server, committed_database, database_url, mails_in

pytestmark = pytest.mark.torture
WAITS = "waits@city.example"
WRITTEN_BY_A_JOB = "job@city.example"
MOMENTS = ("before", "after")


def post(reader: str) -> None:
    post_message(to=Mailbox(reader), template="focusgroups/mails/group_set_up.txt", context={"group": "A", "url": "/"})


@task()
def write_to(reader: str) -> None:
    """A job of two writes."""
    post(reader)
    Page.objects.filter(depth=1).update(title="Root")


@task()
def kill_the_worker() -> None:
    """As the system does where a job takes all its memory."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def mails(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder into which mails go; a committed database stands beside it."""
    folder = tmp_path_factory.mktemp("mails")
    with django_db_blocker.unblock(), committed_database(), as_on_a_server(folder):
        yield folder


@pytest.fixture
def db(mails: Path) -> None:
    """In place of a transaction that is taken back; every test begins without jobs and mails."""
    DBTaskResult.objects.all().delete()
    Message.objects.all().delete()
    for mail in mails.iterdir():
        mail.unlink()


class Kill:
    """Ends the process at its ``at``-th statement of those that count."""

    def __init__(self, at: int, moment: str) -> None:
        self.left = at
        self.moment = moment

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if IN_FULL or WRITES.match(sql):
            self.left -= 1
        if self.left == 0 and self.moment == "before":
            kill_the_worker.call()
        result = execute(sql, params, many, context)
        if self.left == 0:
            kill_the_worker.call()
        return result


def _work(kill: Kill | None) -> None:
    with connection.execute_wrapper(kill or (lambda execute, *statement: execute(*statement))):
        call_command("worker", "--once", verbosity=0)


def work(kill: Kill | None = None) -> bool:
    """Let a worker do what is due, in a process of its own; whether it came to its end."""
    connections.close_all()
    process = get_context("fork").Process(target=_work, args=(kill,))
    process.start()
    process.join(LONGEST)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode == 0


def time_passes() -> None:
    """The next try of everything has come."""
    DBTaskResult.objects.update(run_after=timezone.now())
    Message.objects.update(next_try_at=timezone.now())


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_that_is_killed_at_any_statement_loses_nothing(
    moment: str, db: None, mails: Path, measured: Any
) -> None:
    page = Page.objects.order_by("pk").last()
    at = twice = 0
    is_killed = True
    while is_killed:
        at += 1
        to = {reader: f"{at}.{reader}" for reader in (WAITS, WRITTEN_BY_A_JOB)}
        post(to[WAITS])
        jobs = [
            write_to.enqueue(to[WRITTEN_BY_A_JOB]),
            update_reference_index_task.enqueue("wagtailcore", "page", str(page.pk)),
        ]

        is_killed = not work(Kill(at, moment))

        # Each job is done or not, never half; none is in a state that no worker looks at.
        left = DBTaskResult.objects.filter(pk__in=[job.id for job in jobs])
        assert left.filter(pk=jobs[0].id).exists() != Message.objects.filter(to=to[WRITTEN_BY_A_JOB]).exists()
        assert {job.status for job in left} <= {"READY"}
        time_passes()
        assert work()
        assert not DBTaskResult.objects.exists()
        assert not Message.objects.waiting().exists()
        sent = Counter(mails_in(mails))
        assert sorted(set(sent) & set(to.values())) == sorted(to.values())
        assert Message.objects.filter(to=to[WRITTEN_BY_A_JOB]).count() == 1
        assert max(sent.values()) <= 2
        twice += sum(sent[reader] == 2 for reader in to.values())
    # Killed between the sending of either mail and the note that it was sent.
    assert twice == (2 if moment == "before" else 0)
    measured(f"killed {moment} each of {at - 1} statements: nothing lost, {twice} mails sent twice")


def test_a_job_that_kills_its_worker_lets_the_others_pass_and_is_seen(db: None, mails: Path) -> None:
    deadly = kill_the_worker.enqueue()
    write_to.enqueue(WRITTEN_BY_A_JOB)

    ends = [work(), work()]
    first_tries = DBTaskResult.objects.get(pk=deadly.id)
    for _try in range(MOST_TRIES - 1):
        time_passes()
        work()
    time_passes()
    still_works = work()

    assert ends == [False, True]
    assert mails_in(mails) == [WRITTEN_BY_A_JOB]
    assert (len(first_tries.worker_ids), first_tries.status) == (1, "READY")
    assert first_tries.run_after > first_tries.enqueued_at
    assert still_works
    assert DBTaskResult.objects.get().status == "FAILED"
    client = Client()
    client.force_login(secretariat())
    screen = re.sub(r"\s+", " ", client.get(reverse("outbox:index")).content.decode())
    assert "Stuck: it is not tried again by itself. The worker was ended each time." in screen
    assert client.get("/healthz/").json()["stuck"] == 1


def test_the_command_that_is_killed_at_any_moment_loses_nothing(db: None, measured: Any) -> None:
    kills = 100 if IN_FULL else 3
    connection.close()

    result = play(database_url(), kills=kills, number=100 if IN_FULL else 20)

    assert (result["jobs_left"], result["jobs_in_an_odd_state"], result["mails_left"]) == (0, 0, 0)
    assert result["readers"] == (100 if IN_FULL else 20)
    # The kills met workers at work, not on their way to it.
    assert result["jobs_found"] < 2 * result["filled"]
    measured(f"manage.py worker killed {kills} times: {result}")
