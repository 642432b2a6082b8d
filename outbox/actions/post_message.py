"""Write a mail into the transaction that is under way."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..addresses import absolute
from ..models import Message
from .deliver_messages import deliver


@dataclass(frozen=True)
class Mailbox:
    """An address that is nobody's account, such as the functional mailbox of the Secretariat."""

    email: str
    mail_language: str = settings.LANGUAGE_CODE
    is_active: bool = True
    # Of somebody who asked for one answer: whether address and text are kept once it is sent.
    is_kept: bool = True


def _as_letter(text: str, name: str) -> str:
    """Every mail greets, says who writes and where an answer goes; in the active language."""
    greeting = _("Dear %(name)s,") % {"name": name} if name else ""
    signature = (
        "-- ",
        _("SCM Secretariat, focus groups of the Smart Cities Marketplace"),
        absolute("/"),
        _("Answers to this mail reach the Secretariat."),
    )
    return "\n\n".join(filter(None, (greeting, text, "\n".join(signature)))) + "\n"


def post_message(*, to: Any, template: str, context: dict[str, Any], secret: str = "") -> Message | None:
    """Post the mail ``template`` to a user (or a ``Mailbox``), in that user's mail language.

    ``template`` is a text template whose first line is the subject. The row stands or falls with the caller's
    transaction; it is sent after the commit, by the worker or, where none is set up, at once. A person without an
    address or an active account gets nothing. ``secret`` is a part of the text that nobody but its receiver may read.
    """
    if not to.email or not to.is_active:
        return None
    # Times are those of the site, not of whoever writes.
    with translation.override(to.mail_language), timezone.override(timezone.get_default_timezone()):
        subject, _newline, text = render_to_string(template, {**context, "recipient": to}).strip().partition("\n")
        text = _as_letter(text.strip(), "" if isinstance(to, Mailbox) else str(to))
    message = Message.objects.create(
        to=to.email,
        user=None if isinstance(to, Mailbox) else to,
        language=to.mail_language,
        subject=subject.strip()[:250],
        text=text,
        secret=secret,
        is_kept=getattr(to, "is_kept", True),
        kind=template.removesuffix(".txt").replace("/mails/", ".").replace("/", "."),
    )
    if not settings.SCM_OUTBOX_WORKER:
        transaction.on_commit(lambda: deliver(message), robust=True)
    return message
