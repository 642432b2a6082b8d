"""The health of what runs in the background, and the screen of mails and jobs."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult

from screens.frame import screens_in
from screens.spreadsheets import as_csv

from .actions import send_again, try_job_again
from .forms import MailsForm
from .models import Message, WorkerBeat
from .permissions import refuse_others

PER_PAGE = 50
MOST_JOBS = 100
_screen = screens_in("outbox/admin", icon="mail")
SILENCE_THAT_WORRIES = timedelta(minutes=2)


def _worker_runs() -> bool:
    return WorkerBeat.objects.filter(pk=1, beat_at__gt=timezone.now() - SILENCE_THAT_WORRIES).exists()


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the database answers and, where one is set up, whether a worker runs: 200, or 503 with what is wrong."""
    try:
        connection.ensure_connection()
        waiting = Message.objects.due(timezone.now()).count()
        jobs = DBTaskResult.objects.ready().count()
        stuck = Message.objects.stuck().count() + DBTaskResult.objects.failed().count()
    except DatabaseError:
        return JsonResponse({"database": "does not answer"}, status=503)
    worker = "not needed: everything is carried out at once"
    healthy = True
    if settings.SCM_OUTBOX_WORKER:
        healthy = _worker_runs()
        worker = "runs" if healthy else "does not run: start `manage.py worker`"
    answer = {"database": "answers", "worker": worker, "mails_due": waiting, "jobs_due": jobs, "stuck": stuck}
    for path in settings.SCM_HEALTH:
        answer |= import_string(path)()
    return JsonResponse(answer, status=200 if healthy else 503)


def _named(job: DBTaskResult) -> DBTaskResult:
    """With the name of its task, which may exist no more since an upgrade."""
    job.name = job.task_path.rpartition(".")[2]
    return job


@require_safe
def mails_and_jobs(request: HttpRequest) -> HttpResponseBase:
    """Jobs that are not done, what failed first, and every mail with its state; ``?format=csv`` gives the mails as a file."""
    refuse_others(request.user)
    form = MailsForm(request.GET)
    asked = form.chosen(Message.objects.all())
    if request.GET.get("format") == "csv":
        heading = [_("Written"), _("To"), _("Subject"), _("Occasion"), _("State"), _("Sent")]
        return as_csv("mails", heading, asked, _cells)
    jobs = DBTaskResult.objects.order_by("status", "-exception_class_path", "run_after")
    return _screen(
        request,
        "mails_and_jobs",
        _("Mails and jobs"),
        form=form,
        mails=Paginator(asked, PER_PAGE).get_page(request.GET.get("p")),
        jobs=[_named(job) for job in jobs[:MOST_JOBS]],
        number_of_jobs=jobs.count(),
        is_silent=settings.SCM_OUTBOX_WORKER and not _worker_runs(),
        has_worker=settings.SCM_OUTBOX_WORKER,
    )


def _cells(mails: list[Message]) -> list[list[str]]:
    return [
        [_moment(mail.created_at), mail.to, mail.subject, mail.kind, mail.state_label(), _moment(mail.sent_at)]
        for mail in mails
    ]


def _moment(moment: datetime | None) -> str:
    return localtime(moment).isoformat(timespec="seconds") if moment else ""


@require_safe
def mail(request: HttpRequest, message_id: int) -> HttpResponse:
    refuse_others(request.user)
    message = get_object_or_404(Message, pk=message_id)
    return _screen(request, "mail", message.subject, mail=message)


@require_POST
def send_mail_again(request: HttpRequest, message_id: int) -> HttpResponse:
    message = get_object_or_404(Message, pk=message_id)
    if send_again(message=message, by=request.user):
        messages.success(request, _("The mail to %(address)s is sent again.") % {"address": message.to})
    else:
        messages.error(request, _("This mail is being sent at this moment. Look in a minute whether it went out."))
    return redirect("outbox:index")


@require_POST
def try_again(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    if try_job_again(job_id=job_id, by=request.user):
        messages.success(request, _("The worker tries it again now."))
    else:
        messages.success(request, _("It is done already."))
    return redirect("outbox:index")
