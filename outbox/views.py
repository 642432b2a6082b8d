"""The health of what runs in the background."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .models import Message, WorkerBeat

SILENCE_THAT_WORRIES = timedelta(minutes=2)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the database answers and, where one is set up, whether a worker runs: 200, or 503 with what is wrong."""
    try:
        connection.ensure_connection()
        beat = WorkerBeat.objects.filter(pk=1).first()
        waiting = Message.objects.due(timezone.now()).count()
    except DatabaseError:
        return JsonResponse({"database": "does not answer"}, status=503)
    worker = "not needed: mails are sent at once"
    healthy = True
    if settings.SCM_OUTBOX_WORKER:
        healthy = beat is not None and beat.beat_at > timezone.now() - SILENCE_THAT_WORRIES
        worker = "runs" if healthy else "does not run: start `manage.py worker`"
    return JsonResponse({"database": "answers", "worker": worker, "mails_due": waiting}, status=200 if healthy else 503)
