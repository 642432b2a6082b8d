"""Mails hold addresses and texts about people; what was sent long ago is needed no more."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from ..models import Message

# An address that takes no mail for so long is none; its mail would otherwise wait for ever.
DAYS_OF_ONE_ANSWER = timedelta(days=30)


def forget_old_mails(*, now: datetime) -> int:
    """A chore of the worker: delete what was sent more than ``SCM_MAILS_KEPT_DAYS`` days ago, and an answer to somebody
    without an account that could not be sent in 30 days. Returns how many.
    """
    sent = Q(sent_at__lt=now - timedelta(days=settings.SCM_MAILS_KEPT_DAYS))
    given_up = Q(is_kept=False, created_at__lt=now - DAYS_OF_ONE_ANSWER)
    old = Message.objects.filter(sent | given_up)
    return old.delete()[0] if old.exists() else 0
