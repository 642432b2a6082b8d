"""Remind those who decide: a chore of the worker, exactly once a round and step however many workers there are (E11)."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .. import emails
from ..choices import ReminderStep
from ..models import QualityControl, Reminder
from ..querysets import locked_page, rounds_waiting
from ..working_days import working_days_after

logger = logging.getLogger("moderation")


def remind_due(*, now: datetime) -> int:
    """Write the mails of each round that is due soon or overdue at ``now``; returns how many rounds that were.

    What was missed while no worker ran is caught up: of the steps passed meanwhile, the latest alone is written.
    """
    today = timezone.localdate(now, timezone.get_default_timezone())
    soon = working_days_after(today, settings.SCM_REMIND_DAYS_BEFORE)
    return sum(
        _tried(round_, step)
        for step, rounds in (
            (ReminderStep.SOON, rounds_waiting().filter(due_on__range=(today, soon))),
            (ReminderStep.OVERDUE, rounds_waiting().filter(due_on__lt=today)),
        )
        for round_ in rounds.exclude(reminders__step=step)
    )


def _tried(round_: QualityControl, step: ReminderStep) -> bool:
    """One round that cannot be told of does not keep the others waiting."""
    try:
        return _remind(round_, step)
    except Exception:
        logger.exception("The reminder of round %s failed and is tried again.", round_.pk)
        return False


@transaction.atomic
def _remind(round_: QualityControl, step: ReminderStep) -> bool:
    page = locked_page(round_.workflow_state.object_id)
    still_waits = rounds_waiting().filter(pk=round_.pk).exclude(reminders__step=step).exists()
    if not still_waits:
        return False
    Reminder.objects.create(quality_control=round_, step=step)
    emails.remind(page, round_, step)
    return True
