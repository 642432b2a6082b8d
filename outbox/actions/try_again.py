"""What somebody who looks after the site does with a job or a mail that is stuck."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log

from ..models import Message
from ..permissions import refuse_others
from .deliver_messages import deliver, is_being_sent


@transaction.atomic
def try_job_again(*, job_id: uuid.UUID, by: Any) -> bool:
    """Make a job due now, with all its tries before it. Returns whether it was still there."""
    refuse_others(by)
    job = DBTaskResult.objects.select_for_update().filter(pk=job_id).first()
    if job is None:
        return False
    job.status, job.run_after, job.finished_at, job.worker_ids = "READY", timezone.now(), None, []
    job.save()
    log(job, "outbox.try_again", user=by, title=job.task_path, data={"error": job.exception_class_path})
    return True


@transaction.atomic
def send_again(*, message: Message, by: Any) -> bool:
    """Send a mail at once: the same row where it never went out, else a copy, so that both are listed.

    Returns whether it is: where a worker is sending it at this moment, its receiver would get it twice.
    """
    refuse_others(by)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not message.to:
        raise PermissionDenied(_("Its address was erased when it was sent."))
    if is_being_sent(message):
        return False
    if message.sent_at:
        message.pk, message.sent_at, message._state.adding = None, None, True
    message.tries, message.next_try_at, message.last_error = 0, timezone.now(), ""
    message.save()
    log(message, "outbox.send_again", user=by, title=message.subject)
    if not settings.SCM_OUTBOX_WORKER:
        transaction.on_commit(lambda: deliver(message), robust=True)
    return True
