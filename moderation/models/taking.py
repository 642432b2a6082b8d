"""Who looks after a round of quality control, and who was reminded of it (E11)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import ReminderStep
from .event import EventModel
from .task import QualityControl


class Taking(EventModel):
    """Somebody took a round, it was handed over to them, or it came back to them, which is by nobody.

    It stops nobody: whoever else may decide still may.
    """

    quality_control = models.ForeignKey(QualityControl, on_delete=models.CASCADE, related_name="takings")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("taking of a round")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.quality_control_id} → {self.taker}"


class Reminder(EventModel):
    """The mails of one step of one round were written; the constraint keeps two workers from writing them twice."""

    quality_control = models.ForeignKey(QualityControl, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=10, choices=ReminderStep.choices)
    reminded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        constraints = [
            models.UniqueConstraint(fields=["quality_control", "step"], name="scm_moderation_one_reminder_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.quality_control_id}: {self.step}"
