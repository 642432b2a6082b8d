"""Two real processes on one database, each with a connection of its own."""

import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.test import override_settings
from django.utils import translation

Act = Callable[[], Any]
LONGEST = 60


@dataclass(frozen=True)
class Answer:
    """How an attempt ended: ``refusal`` is the name of the exception (``""`` where it went well), ``says`` its text."""

    refusal: str
    says: str

    def __bool__(self) -> bool:
        return not self.refusal


@contextmanager
def committed_database() -> Iterator[None]:
    """A copy of the test database in which everything is committed; the other tests never see it."""
    creation = connection.creation
    connection.close()
    creation.clone_test_db("races", verbosity=0)
    original = connection.settings_dict
    connection.settings_dict = creation.get_test_db_clone_settings("races")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = original
        creation.destroy_test_db(suffix="races", verbosity=0, keepdb=False)


@contextmanager
def as_on_a_server(mails: Path) -> Iterator[None]:
    """Jobs and mails are rows for a worker, which puts each mail into the folder ``mails``."""
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(
        SCM_OUTBOX_WORKER=True, TASKS=settings.TASKS_OF_WORKER, EMAIL_BACKEND=backend, EMAIL_FILE_PATH=str(mails)
    ):
        yield


def mails_in(folder: Path) -> list[str]:
    """To whom each mail went."""
    texts = "".join(path.read_text() for path in folder.iterdir())
    return re.findall(r"^To: (.+)$", texts, re.MULTILINE)


def race(*acts: Act, seed: int) -> list[Answer]:
    """Let each act run in a process of its own at the same time, and say how each ended, in their order.

    ``seed`` lets one begin up to 2, 20 or 200 ms after the other, so that many rounds meet at many points.
    """
    # A process inherits no connection: closing its copy would end the one of this process.
    connections.close_all()
    context = get_context("fork")
    start = context.Barrier(len(acts))
    late = random.Random(seed)
    longest_wait = 0.002 * 10 ** (seed % 3)
    runners = []
    for act in acts:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_run, args=(act, start, late.uniform(0, longest_wait), there))
        process.start()
        there.close()
        runners.append((process, here))
    answers = [here.recv() if here.poll(LONGEST) else Answer("Timeout", "no answer") for _process, here in runners]
    for process, here in runners:
        process.join(LONGEST)
        here.close()
    return answers


def _run(act: Act, start: Any, wait: float, answer: Any) -> None:
    with translation.override("en"):
        try:
            connection.ensure_connection()
            start.wait(LONGEST)
            time.sleep(wait)
            act()
            said = Answer("", "")
        except Exception as error:
            said = Answer(type(error).__name__, str(error))
    connections.close_all()
    answer.send(said)
    answer.close()


def database_url() -> str:
    """The database of this process, as ``DATABASE_URL`` names it."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**values)
