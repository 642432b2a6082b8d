"""What was wrong with a published outcome, said for good."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models.event import EventModel

from .outcome import Outcome


class Correction(EventModel):
    """A notice to readers of a published outcome; it is never changed nor deleted, a further notice follows it."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="corrections")
    corrected_on = models.DateField(_("date"))
    texts = models.JSONField(_("text"), help_text=_("By language; that of the outcome is always there."))
    language = models.CharField(_("language of the outcome"), max_length=10)
    corrected_version = models.CharField(_("version with the error"), max_length=10)
    correcting_version = models.CharField(_("version that corrects it"), max_length=10, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-corrected_on", "-pk"]
        default_permissions: tuple[str, ...] = ()
        permissions = [("record_correction", "Can record a correction to a published outcome")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.corrected_on}"

    def text_in(self, language: str) -> tuple[str, str]:
        """The text in ``language``, else in the one of the outcome, with the language that it is in."""
        found = language if self.texts.get(language) else self.language
        return self.texts[found], found
