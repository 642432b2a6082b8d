"""What is written to the reviewer before a page is sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class UnsentNote(models.Model):
    """One person's note on one page. With the session, two requests at once would undo each other."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("unsent note")
        constraints = [models.UniqueConstraint(fields=["page", "user"], name="scm_moderation_one_unsent_note")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.user}"
