"""Requests for translations, and what each language version translates."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .querysets import TranslationRequestQuerySet


class TranslationRequest(models.Model):
    """The Secretariat asks for one work, in the version that is approved, in one language (H2)."""

    work = models.UUIDField(_("work"))
    language = models.CharField(_("language"), max_length=10)
    source_language = models.CharField(_("source language"), max_length=10)
    source_approval = models.PositiveBigIntegerField(
        _("approval of the source version"),
        help_text=_("Its key; the page type that knows approvals looks it up."),
    )
    source_version = models.CharField(_("source version"), max_length=10)
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.TextField(_("message to the translator"), blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawal_reason = models.TextField(
        _("reason of the withdrawal"), blank=True, help_text=_("Where what was published has been taken off the site.")
    )

    objects = TranslationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation request")
        verbose_name_plural = _("translation requests")
        ordering = ["due_on", "requested_at"]
        permissions = [("request_translation", "Can request translations")]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "language"],
                condition=Q(done_at=None),
                name="scm_translations_one_open_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.work} → {self.language}"
