"""Send what is due; a mail server that is down costs a delay, never a mail."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from ..models import Message

logger = logging.getLogger("outbox")
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


def deliver(message: Message) -> bool:
    """Send one mail unless somebody else is sending it or has sent it. Returns whether it is sent now.

    The row is taken by putting off its next try, so that two workers do not send it twice and no lock is held while
    the mail server thinks. A worker that dies in between leaves the mail for the next try. A server that refuses or
    does not answer is noted, and each wait is twice the one before, up to six hours.
    """
    now = timezone.now()
    taken = Message.objects.filter(pk=message.pk, sent_at=None, tries=message.tries)
    if not taken.update(tries=F("tries") + 1, next_try_at=now + _wait(message.tries), last_error=""):
        return False
    row = Message.objects.filter(pk=message.pk)
    try:
        EmailMessage(message.subject, message.text, to=[message.to], reply_to=[settings.SCM_FUNCTIONAL_MAILBOX]).send()
    except (OSError, SMTPException, ValueError) as error:  # a header that cannot be written is a ValueError
        row.update(last_error=f"{type(error).__name__}: {error}")
        logger.warning("Mail %s could not be sent and is tried again: %s", message.pk, type(error).__name__)
        return False
    erased = {} if message.is_kept else {"to": "", "text": ""}
    row.update(sent_at=timezone.now(), last_error="", **erased)
    return True


def is_being_sent(message: Message) -> bool:
    """Whether somebody took it within the last minute and the mail server has not answered yet."""
    if message.sent_at or message.last_error or not message.tries:
        return False
    taken_at = message.next_try_at - _wait(message.tries - 1)
    return timezone.now() < taken_at + FIRST_WAIT


def _wait(tries: int) -> timedelta:
    """Until the next try, after so many in vain."""
    return min(FIRST_WAIT * 2 ** min(tries, 10), LONGEST_WAIT)


def deliver_due(*, now: datetime, after_each: Callable[[], None] = lambda: None) -> int:
    """Send every mail that is due at ``now``; returns how many went out.

    ``after_each`` is called after each mail, sent or not: where the mail server hangs, many of them take minutes.
    """
    sent = 0
    for message in Message.objects.due(now).order_by("pk"):
        sent += deliver(message)
        after_each()
    return sent
