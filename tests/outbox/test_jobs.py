"""Jobs are rows of the transaction that asks for them, seen and tried again (R11, J11)."""

import csv
import io
import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale, ModelLogEntry, Page, ReferenceIndex, Site
from wagtail.tasks import update_reference_index_task

from focusgroups.emails import welcome_leader
from outbox.actions import deliver_due, forget_old_mails, post_message, run_due_jobs
from outbox.actions.run_jobs import FIRST_WAIT, MOST_TRIES
from outbox.management.commands.worker import JOBS_A_LOOK
from outbox.models import Message
from scm_site.tasks import forget_shared_navigation
from tests import stories
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SCREEN = reverse("outbox:index")


@pytest.fixture
def with_a_worker(settings: Any) -> None:
    """As on a server: jobs and mails wait for the worker."""
    settings.SCM_OUTBOX_WORKER = True
    settings.TASKS = settings.TASKS_OF_WORKER


def enqueue(model: str = "page", key: Any = None) -> DBTaskResult:
    page = key or Page.objects.order_by("pk").last().pk
    task = update_reference_index_task.enqueue("wagtailcore", model, str(page))
    return DBTaskResult.objects.get(pk=task.id)


def post(**values: Any) -> Message:
    context = {"group": "A group", "url": "https://site.example/confirm/"}
    message = post_message(to=UserFactory(), template="focusgroups/mails/group_set_up.txt", context=context)
    Message.objects.filter(pk=message.pk).update(**values)
    message.refresh_from_db()
    return message


# --- Rows ---------------------------------------------------------------------------------------------------


def test_the_index_of_an_approved_page_is_a_row_of_its_transaction(
    with_a_worker: None, public_group: Any, chair: Any, secretariat: Any
) -> None:
    run_due_jobs()
    outcome = stories.draft_outcome(public_group, chair)
    stories.pass_quality_control(outcome, sender=chair, reviewer=secretariat)
    asked = set(DBTaskResult.objects.values_list("task_path", flat=True))

    done = run_due_jobs()

    assert {path.rsplit(".", 1)[1] for path in asked} == {
        "insert_or_update_object_task",
        "update_reference_index_task",
        "forget_shared_navigation",
    }
    assert done > 0
    assert not DBTaskResult.objects.exists()
    assert outcome.title in [page.title for page in Page.objects.search("playbook")]


def test_a_job_falls_with_the_transaction_that_asks_for_it(with_a_worker: None) -> None:
    before = DBTaskResult.objects.count()

    with transaction.atomic():
        enqueue()
        transaction.set_rollback(True)

    assert DBTaskResult.objects.count() == before


def test_without_a_worker_a_job_is_done_at_once(group: Any) -> None:
    stories.edit(stories.page_of(group), None, summary="Done at once.")

    assert not DBTaskResult.objects.exists()


def test_a_job_for_what_was_deleted_is_done(with_a_worker: None) -> None:
    enqueue(key=999_999)

    assert run_due_jobs() == 1
    assert not DBTaskResult.objects.exists()


# --- Failures -----------------------------------------------------------------------------------------------


def test_a_job_that_misses_something_else_is_noted_and_tried_again(
    with_a_worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = enqueue()

    def ask_for_a_site(instance: Page) -> None:
        Site.objects.get(hostname="gone.example")

    with monkeypatch.context() as patch:
        patch.setattr(ReferenceIndex, "create_or_update_for_object", ask_for_a_site)
        done = run_due_jobs()

    waiting.refresh_from_db()
    assert done == 0
    assert waiting.exception_class_path == "wagtail.models.sites.Site.DoesNotExist"
    DBTaskResult.objects.update(run_after=timezone.now())
    assert run_due_jobs() == 1


@pytest.fixture
def done_in_turn(with_a_worker: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the worker does with a mail and many jobs, each of which fails, in its order; it is stopped at its first pause."""
    done: list[str] = []

    def fail(instance: Page) -> None:
        done.append("job")
        raise ConnectionError("The search server does not answer.")

    def stop(_seconds: float) -> None:
        done.append("pause")
        raise KeyboardInterrupt

    monkeypatch.setattr(ReferenceIndex, "create_or_update_for_object", fail)
    monkeypatch.setattr(EmailMessage, "send", lambda letter: done.append("mail"))
    monkeypatch.setattr(time, "sleep", stop)
    for _number in range(2 * JOBS_A_LOOK + 1):
        enqueue()
    post()
    return done


def test_many_jobs_that_fail_do_not_hold_up_the_mails(done_in_turn: list[str]) -> None:
    call_command("worker", verbosity=0)

    assert done_in_turn.index("mail") == JOBS_A_LOOK
    assert done_in_turn.index("pause") == 2 * JOBS_A_LOOK + 2


def test_once_does_all_that_is_due(done_in_turn: list[str]) -> None:
    call_command("worker", "--once", verbosity=0)

    assert done_in_turn.index("mail") == JOBS_A_LOOK
    assert done_in_turn.count("job") == 2 * JOBS_A_LOOK + 1
    assert "pause" not in done_in_turn


def test_a_job_that_names_no_object_is_never_done_by_missing_one(
    with_a_worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_for_a_language() -> None:
        Locale.objects.get(language_code="xx")

    monkeypatch.setattr("scm_site.tasks.forget_now", ask_for_a_language)
    waiting = forget_shared_navigation.enqueue()

    assert run_due_jobs() == 0
    assert DBTaskResult.objects.get(pk=waiting.id).status == "READY"


def test_a_job_that_fails_is_undone_noted_and_put_off(with_a_worker: None) -> None:
    failing = enqueue(model="no_such_model")
    sound = enqueue()

    assert run_due_jobs() == 1

    failing.refresh_from_db()
    assert failing.exception_class_path == "builtins.LookupError"
    assert failing.status == "READY"
    assert failing.run_after > timezone.now() + FIRST_WAIT / 2
    assert not DBTaskResult.objects.filter(pk=sound.pk).exists()


def test_after_many_tries_somebody_has_to_look_at_it(
    with_a_worker: None, secretariat: Any, signed_in: Any, client: Any
) -> None:
    failing = enqueue(model="no_such_model")
    for _try in range(MOST_TRIES):
        DBTaskResult.objects.update(run_after=timezone.now())
        run_due_jobs()
    failing.refresh_from_db()
    page = signed_in(secretariat)
    stuck = page.get(SCREEN).content.decode()
    health = client.get("/healthz/").json()

    page.post(reverse("outbox:try_again", args=[failing.pk]))

    assert failing.status == "FAILED"
    assert "Stuck: it is not tried again by itself." in stuck
    assert (health["stuck"], health["jobs_due"]) == (1, 0)
    assert [job.pk for job in DBTaskResult.objects.ready()] == [failing.pk]
    assert ModelLogEntry.objects.get(action="outbox.try_again").user == secretariat


def test_a_job_whose_task_exists_no_more_is_noted_and_seen(
    with_a_worker: None, secretariat: Any, signed_in: Any, settings: Any
) -> None:
    gone = enqueue()
    DBTaskResult.objects.filter(pk=gone.pk).update(task_path="wagtail.tasks.task_of_an_older_version")

    done = run_due_jobs()
    settings.TASKS = settings.TASKS_AT_ONCE
    page = signed_in(secretariat).get(SCREEN).content.decode()

    assert done == 0
    assert "task_of_an_older_version" in page
    assert "builtins.ImportError" in page


def test_what_is_done_meanwhile_is_not_tried_again(secretariat: Any, signed_in: Any) -> None:
    answer = signed_in(secretariat).post(reverse("outbox:try_again", args=[uuid.uuid4()]), follow=True)

    assert "It is done already." in answer.content.decode()


def test_the_worker_does_jobs_and_mails(with_a_worker: None) -> None:
    enqueue()
    message = post()

    call_command("worker", "--once", verbosity=0)

    message.refresh_from_db()
    assert message.sent_at
    assert not DBTaskResult.objects.exists()


# --- Mails --------------------------------------------------------------------------------------------------


def test_the_screen_lists_each_mail_with_its_state(with_a_worker: None, secretariat: Any, signed_in: Any) -> None:
    for number, values in enumerate(({}, {"sent_at": timezone.now()}, {"tries": 4})):
        post(subject=f"Mail {number}", **values)
    client = signed_in(secretariat)

    shown = {state: client.get(SCREEN, {"state": state}).content.decode() for state in ("", "stuck", "waiting", "sent")}

    listed = {state: [number for number in range(3) if f"Mail {number}" in page] for state, page in shown.items()}
    assert listed == {"": [0, 1, 2], "stuck": [2], "waiting": [0, 2], "sent": [1]}
    assert "Mail 1" in client.get(SCREEN, {"q": "mail 1"}).content.decode()


def test_mails_are_found_by_person_and_period_and_taken_along_as_a_file(
    with_a_worker: None, secretariat: Any, signed_in: Any
) -> None:
    client, now = signed_in(secretariat), timezone.now()
    ilse = UserFactory(first_name="Ilse", last_name="Example")
    post(subject="=1+1", user=ilse, to=ilse.email, sent_at=now)
    post(subject="Old", user=ilse, to=ilse.email, created_at=now - timedelta(days=9))
    post(subject="Of somebody else")
    week = {"first": timezone.localdate() - timedelta(days=7), "last": timezone.localdate()}

    def found(**asked: Any) -> list[dict[str, str]]:
        answer = client.get(SCREEN, {"format": "csv", **asked})
        return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert [mail["Subject"] for mail in found(q="example ILSE")] == ["'=1+1", "Old"]
    assert [mail["Subject"] for mail in found(last=week["first"])] == ["Old"]
    (mail,) = found(q="Ilse", **week)
    assert (mail["To"], mail["State"], mail["Occasion"]) == (ilse.email, "Sent", "focusgroups.group_set_up")
    html = client.get(SCREEN, {"q": "Ilse", **week}).content.decode()
    assert "1 mail, the newest first." in html
    assert "Of somebody else" not in html


def test_more_mails_cost_no_more_queries(
    with_a_worker: None, secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    client, asked = signed_in(secretariat), {"q": "mail", "first": "2020-01-01"}
    post(subject="Mail")
    client.get(SCREEN, asked)
    few = count_queries(lambda: client.get(SCREEN, asked))
    for number in range(20):
        post(subject=f"Mail {number}")

    assert count_queries(lambda: client.get(SCREEN, asked)) == few


def test_a_mail_that_went_out_is_sent_again_as_a_copy(with_a_worker: None, secretariat: Any, signed_in: Any) -> None:
    message = post(sent_at=timezone.now(), tries=1)

    signed_in(secretariat).post(reverse("outbox:send_again", args=[message.pk]))

    first, second = Message.objects.order_by("pk")
    assert (first.sent_at, second.sent_at, second.tries) == (message.sent_at, None, 0)
    assert (first.to, first.text) == (second.to, second.text)
    entry = ModelLogEntry.objects.get(action="outbox.send_again")
    assert (entry.user, entry.label) == (secretariat, message.subject)


def test_a_mail_that_never_went_out_stays_one(with_a_worker: None, secretariat: Any, signed_in: Any) -> None:
    message = post(tries=7, next_try_at=timezone.now() + timedelta(hours=6), last_error="It was refused.")

    signed_in(secretariat).post(reverse("outbox:send_again", args=[message.pk]))

    assert Message.objects.due(timezone.now()).get().tries == 0


def test_a_mail_that_is_being_sent_is_not_sent_again(
    with_a_worker: None, secretariat: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, client = post(tries=7, last_error="It was refused before."), signed_in(secretariat)
    sent, answers = [], []

    def press_meanwhile(letter: Any) -> None:
        sent.append(letter)
        if answers:
            return
        answers.append(client.post(reverse("outbox:send_again", args=[message.pk]), follow=True).content.decode())
        deliver_due(now=timezone.now())

    monkeypatch.setattr(EmailMessage, "send", press_meanwhile)

    deliver_due(now=timezone.now())

    assert len(sent) == 1
    assert "This mail is being sent at this moment." in answers[0]
    assert not ModelLogEntry.objects.filter(action="outbox.send_again").exists()


def test_a_mail_whose_worker_died_is_sent_again_after_a_minute(
    with_a_worker: None, secretariat: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, client = post(tries=7), signed_in(secretariat)

    def die(letter: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", die)
        with pytest.raises(SystemExit):
            deliver_due(now=timezone.now())
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: later)

    client.post(reverse("outbox:send_again", args=[message.pk]))

    assert deliver_due(now=later) == 1


def test_the_link_that_chooses_a_password_is_for_its_receiver_alone(
    group: Any, secretariat: Any, administrator: Any, signed_in: Any
) -> None:
    membership = group.memberships.get(role="chair")
    Message.objects.all().delete()
    welcome_leader(membership)
    mail = Message.objects.get()

    pages = [
        signed_in(reader).get(reverse("outbox:mail", args=[mail.pk])).content.decode()
        for reader in (secretariat, administrator)
    ]

    assert "password_reset/confirm" in mail.text
    assert [mail.secret in page or "password_reset/confirm" in page for page in pages] == [False, False]
    assert "is not shown here" in pages[0]


@pytest.mark.parametrize("who", ["chair", "support", "french_translator"])
def test_others_reach_neither_the_list_nor_a_mail(who: str, request: pytest.FixtureRequest, signed_in: Any) -> None:
    message = post()
    client = signed_in(request.getfixturevalue(who))

    for name in ("mail", "send_again"):
        address = reverse(f"outbox:{name}", args=[message.pk])
        assert (client.get if name == "mail" else client.post)(address).status_code in (302, 403)
    assert client.get(SCREEN).status_code in (302, 403)
    assert client.post(reverse("outbox:try_again", args=[uuid.uuid4()])).status_code in (302, 403)
    assert Message.objects.filter(kind=message.kind, to=message.to).count() == 1


def test_an_old_mail_is_forgotten(settings: Any) -> None:
    now = timezone.now()
    post(sent_at=now - timedelta(days=settings.SCM_MAILS_KEPT_DAYS + 1))
    kept = [post(sent_at=now), post(sent_at=None)]

    forget_old_mails(now=now)

    assert set(Message.objects.all()) == set(kept)
