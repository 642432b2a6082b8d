"""Mails hold addresses and texts about people; what was sent long ago is needed no more."""

from datetime import datetime, timedelta

from django.conf import settings

from ..models import Message


def forget_old_mails(*, now: datetime) -> int:
    """A chore of the worker: delete what was sent more than ``SCM_MAILS_KEPT_DAYS`` days ago; returns how many."""
    old = Message.objects.filter(sent_at__lt=now - timedelta(days=settings.SCM_MAILS_KEPT_DAYS))
    return old.delete()[0] if old.exists() else 0
