"""Mails are rows of the transaction that they tell of; a mail server that is down costs a delay, never a mail."""

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from outbox.actions import deliver_due, post_message
from outbox.actions.deliver_messages import FIRST_WAIT, LONGEST_WAIT, deliver
from outbox.models import Message, WorkerBeat
from tests import stories
from tests.factories import UserFactory
from tests.services import needs_postgresql

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_a_worker(settings: Any) -> None:
    """As on a server: mails wait for the worker."""
    settings.SCM_OUTBOX_WORKER = True


def post(to: Any) -> Message | None:
    context = {"group": "A group", "url": "https://site.example/confirm/"}
    return post_message(to=to, template="focusgroups/mails/group_set_up.txt", context=context)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail_server_down(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", closed_port(), 1


@pytest.fixture
def mail_server_up(settings: Any) -> Any:
    def up() -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    return up


# --- The row ------------------------------------------------------------------------------------------------


def test_a_mail_falls_with_the_transaction_that_it_tells_of(with_a_worker: None) -> None:
    with transaction.atomic():
        post(UserFactory())
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_a_mail_goes_out_after_the_commit_and_not_before(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post(UserFactory())
        before = len(mail.outbox)

    assert (before, len(mail.outbox)) == (0, 1)


def test_a_mail_speaks_its_recipients_language(with_a_worker: None, settings: Any) -> None:
    french, english = UserFactory(mail_language="fr"), UserFactory()

    messages = [post(french), post(english)]

    assert [message.language for message in messages] == ["fr", "en"]
    assert [message.to for message in messages] == [french.email, english.email]


def test_the_first_line_is_the_subject(with_a_worker: None) -> None:
    message = post(UserFactory())

    assert message.subject
    assert "\n" not in message.subject
    assert message.text.endswith("\n")
    assert message.kind == "focusgroups.group_set_up"


@pytest.mark.parametrize("values", [{"is_active": False}, {"email": ""}])
def test_who_has_no_account_or_address_gets_nothing(values: dict[str, Any], with_a_worker: None) -> None:
    user = UserFactory()
    for name, value in values.items():
        setattr(user, name, value)

    assert post(user) is None
    assert not Message.objects.exists()


def test_an_answer_goes_to_the_functional_mailbox(with_a_worker: None, settings: Any) -> None:
    settings.SCM_FUNCTIONAL_MAILBOX = "desk@scm.example"
    post(UserFactory())

    deliver_due(now=timezone.now())

    assert mail.outbox[0].reply_to == ["desk@scm.example"]


# --- The worker ---------------------------------------------------------------------------------------------


def test_a_mail_waits_while_the_server_is_down_and_is_sent_later(
    with_a_worker: None, mail_server_down: None, mail_server_up: Any
) -> None:
    message = post(UserFactory())
    now = timezone.now()

    sent_at_first = deliver_due(now=now)
    message.refresh_from_db()
    mail_server_up()
    sent_too_early = deliver_due(now=now)
    sent_later = deliver_due(now=now + FIRST_WAIT + timedelta(seconds=5))

    assert (sent_at_first, sent_too_early, sent_later) == (0, 0, 1)
    assert message.tries == 1
    assert "ConnectionRefusedError" in message.last_error
    message.refresh_from_db()
    assert message.sent_at is not None
    assert message.last_error == ""
    assert [letter.to for letter in mail.outbox] == [[message.to]]


def test_a_server_that_is_down_does_not_undo_the_decision(
    group: Any, chair: Any, secretariat: Any, mail_server_down: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = stories.publish_group(group, chair=chair, reviewer=secretariat)

    assert page.live
    assert Message.objects.waiting().exists()


def test_a_mail_is_sent_once(with_a_worker: None) -> None:
    message = post(UserFactory())

    first, second = deliver(message), deliver(message)

    assert (first, second) == (True, False)
    assert len(mail.outbox) == 1


def test_two_workers_that_read_the_same_row_send_it_once(with_a_worker: None) -> None:
    post(UserFactory())
    seen_by_one, seen_by_other = Message.objects.get(), Message.objects.get()

    assert [deliver(seen_by_one), deliver(seen_by_other)] == [True, False]


def test_each_wait_is_twice_the_one_before_up_to_six_hours(with_a_worker: None, mail_server_down: None) -> None:
    post(UserFactory())
    waits = []

    for _attempt in range(12):
        message = Message.objects.get()
        before = timezone.now()
        deliver(message)
        message.refresh_from_db()
        waits.append(round((message.next_try_at - before) / FIRST_WAIT))

    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT / FIRST_WAIT


def test_one_bad_address_does_not_hold_up_the_others(with_a_worker: None, monkeypatch: Any) -> None:
    from smtplib import SMTPRecipientsRefused

    from django.core.mail import EmailMessage

    bad, good = UserFactory(), UserFactory()
    post(bad)
    post(good)
    send = EmailMessage.send

    def refuse(letter: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if letter.to == [bad.email]:
            raise SMTPRecipientsRefused({bad.email: (550, b"unknown")})
        return send(letter, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", refuse)

    assert deliver_due(now=timezone.now()) == 1
    assert mail.outbox[0].to == [good.email]
    assert Message.objects.waiting().get().to == bad.email


def test_the_command_sends_what_is_due_and_leaves_a_sign_of_life(with_a_worker: None) -> None:
    post(UserFactory())

    call_command("worker", "--once", verbosity=0)

    assert len(mail.outbox) == 1
    assert WorkerBeat.objects.get().beat_at > timezone.now() - timedelta(minutes=1)


@pytest.fixture
def two_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is stopped after its second look."""
    pauses = iter([None])

    def pause(_seconds: float) -> None:
        try:
            next(pauses)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(time, "sleep", pause)


def out_of_reach_at_first() -> Callable[..., Any]:
    """A database that refuses the first statement, as while it is started anew."""
    refusals = iter([OperationalError("the connection is closed")])

    def execute_or_refuse(execute: Callable[..., Any], *statement: Any) -> Any:
        for refusal in refusals:
            raise refusal
        return execute(*statement)

    return execute_or_refuse


def test_a_worker_outlives_a_database_that_does_not_answer(
    with_a_worker: None, two_looks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(UserFactory())
    # The connection is that of the transaction of the test.
    monkeypatch.setattr("outbox.management.commands.worker.close_old_connections", lambda: None)

    with connection.execute_wrapper(out_of_reach_at_first()):
        call_command("worker", verbosity=0)

    assert Message.objects.get().sent_at


def test_one_look_at_a_database_that_does_not_answer_fails_loudly(with_a_worker: None) -> None:
    with connection.execute_wrapper(out_of_reach_at_first()), pytest.raises(OperationalError):
        call_command("worker", "--once", verbosity=0)


@needs_postgresql
def test_a_worker_whose_connection_was_closed_opens_another(with_a_worker: None, two_looks: None) -> None:
    def work() -> int:
        connection.ensure_connection()
        connection.connection.close()
        call_command("worker", verbosity=0)
        signs_of_life, _each = WorkerBeat.objects.all().delete()
        connection.close()
        return signs_of_life

    # A thread has a connection of its own, outside the transaction of the test.
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(work).result() == 1


# --- healthz ------------------------------------------------------------------------------------------------


@pytest.fixture
def health_of_this_room(settings: Any) -> None:
    settings.SCM_HEALTH = []


def test_health_without_a_worker(db: None, health_of_this_room: None) -> None:
    answer = Client().get("/healthz/")

    assert answer.status_code == 200
    assert answer.json() == {
        "database": "answers",
        "worker": "not needed: everything is carried out at once",
        "mails_due": 0,
        "jobs_due": 0,
        "stuck": 0,
    }


def test_health_says_that_the_worker_is_missing(with_a_worker: None, health_of_this_room: None) -> None:
    post(UserFactory())

    answer = Client().get("/healthz/")

    assert answer.status_code == 503
    assert answer.json() == {
        "database": "answers",
        "worker": "does not run: start `manage.py worker`",
        "mails_due": 1,
        "jobs_due": 0,
        "stuck": 0,
    }


def test_health_says_that_the_worker_has_stopped(with_a_worker: None) -> None:
    WorkerBeat.objects.create(pk=1, beat_at=timezone.now() - timedelta(minutes=5))

    assert Client().get("/healthz/").status_code == 503


def test_health_with_a_worker(with_a_worker: None) -> None:
    call_command("worker", "--once", verbosity=0)

    answer = Client().get("/healthz/")

    assert answer.status_code == 200
    assert answer.json()["worker"] == "runs"
    assert "no-store" in answer["Cache-Control"]


def test_a_worker_that_waits_for_a_mail_server_runs(with_a_worker: None, monkeypatch: Any) -> None:
    for _number in range(8):
        post(UserFactory())
    clock = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: clock)
    answers = []

    def hang(letter: mail.EmailMessage, *args: Any, **kwargs: Any) -> int:
        nonlocal clock
        clock += timedelta(seconds=20)
        answers.append(Client().get("/healthz/").status_code)
        raise TimeoutError

    monkeypatch.setattr(mail.EmailMessage, "send", hang)

    call_command("worker", "--once", verbosity=0)

    assert answers == [200] * 8


def test_health_is_read_only(db: None) -> None:
    assert Client().post("/healthz/").status_code == 405


def test_a_mail_greets_and_says_who_writes(with_a_worker: None, settings: Any) -> None:
    message = post(UserFactory(first_name="Maija", last_name="Example", mail_language="fr"))

    lines = message.text.splitlines()
    assert lines[0] == "Bonjour Maija Example,"
    assert lines[-4:] == [
        "-- ",
        "Secrétariat de la SCM, groupes thématiques de la Smart Cities Marketplace",
        settings.WAGTAILADMIN_BASE_URL + "/",
        "Les réponses à ce message parviennent au secrétariat.",
    ]
