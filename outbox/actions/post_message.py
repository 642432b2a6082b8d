"""Write a mail into the transaction that is under way."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from ..models import Message
from .deliver_messages import deliver


@dataclass(frozen=True)
class Mailbox:
    """An address that is nobody's account, such as the functional mailbox of the Secretariat."""

    email: str
    mail_language: str = settings.LANGUAGE_CODE
    is_active: bool = True


def post_message(*, to: Any, template: str, context: dict[str, Any]) -> Message | None:
    """Post the mail ``template`` to a user (or a ``Mailbox``), in that user's mail language.

    ``template`` is a text template whose first line is the subject. The row stands or falls with the caller's
    transaction; it is sent after the commit, by the worker or, where none is set up, at once. A person without an
    address or an active account gets nothing.
    """
    if not to.email or not to.is_active:
        return None
    with translation.override(to.mail_language):
        subject, _newline, text = render_to_string(template, {**context, "recipient": to}).strip().partition("\n")
    message = Message.objects.create(
        to=to.email,
        user=None if isinstance(to, Mailbox) else to,
        language=to.mail_language,
        subject=subject.strip()[:250],
        text=text.strip() + "\n",
        kind=template.removesuffix(".txt").replace("/mails/", ".").replace("/", "."),
    )
    if not settings.SCM_OUTBOX_WORKER:
        transaction.on_commit(lambda: deliver(message), robust=True)
    return message
