"""What a transaction leaves to be done after it: rows that a worker carries out and never loses."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

TRIES_THAT_WORRY = 3


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> "MessageQuerySet":
        """Neither sent nor given up, and its next try has come."""
        return self.filter(sent_at=None, next_try_at__lte=now)

    def waiting(self) -> "MessageQuerySet":
        return self.filter(sent_at=None)

    def stuck(self) -> "MessageQuerySet":
        """Tried several times in vain."""
        return self.waiting().filter(tries__gte=TRIES_THAT_WORRY)

    def sent(self) -> "MessageQuerySet":
        return self.exclude(sent_at=None)


class Message(models.Model):
    """One mail to one person, written in the transaction of the decision that it tells of."""

    to = models.EmailField(_("to"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    secret = models.TextField(blank=True, help_text=_("A part of the text that is for its receiver alone."))
    kind = models.CharField(
        _("occasion"), max_length=60, help_text=_("The event that the mail tells of, as room and verb.")
    )
    is_kept = models.BooleanField(default=True, help_text=_("Whether its address and text are kept once it is sent."))
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        permissions = [("see_outbox", "Can see mails and jobs, send and try them again")]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(sent_at=None), name="scm_outbox_due")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    def readable_text(self) -> str:
        """The text for everybody but its receiver: without the link that chooses a password."""
        return self.text.replace(self.secret, "…") if self.secret else self.text

    def state_label(self) -> str:
        """Where it stands, in one word."""
        if self.sent_at:
            return str(_("Sent"))
        return str(_("Stuck")) if self.is_stuck() else str(_("Waiting"))

    def is_stuck(self) -> bool:
        return self.sent_at is None and self.tries >= TRIES_THAT_WORRY


class WorkerBeat(models.Model):
    """The last sign of life of the worker; one row."""

    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.beat_at.isoformat()
