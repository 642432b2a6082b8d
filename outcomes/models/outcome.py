"""The record of an outcome: its permanent reference and what is the case now."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from focusgroups.models import FocusGroup


class Outcome(models.Model):
    """A final outcome of a focus group (ToR ¶22), one row for all languages; written by verbs only."""

    reference = models.CharField(_("reference"), max_length=40, unique=True)
    work = models.UUIDField(_("work"), unique=True, help_text=_("The translation key of its pages."))
    group = models.ForeignKey(FocusGroup, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveSmallIntegerField(_("number within the group"))
    current_version = models.CharField(_("current version"), max_length=10, blank=True)
    published_at = models.DateTimeField(_("first published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("reason of the withdrawal"), blank=True)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["group", "number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="outcomes_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawal_reason=""),
                name="outcomes_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
