"""The proof that the Secretariat checked exactly this content."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from files.models import File, Picture

from ..choices import Verdict, WithdrawalReason
from .checklist import Checklist
from .event import EventModel, EventQuerySet


class ApprovalQuerySet(EventQuerySet):
    """Approvals in the words of the gate."""

    def for_work(self, work: uuid.UUID, language: str) -> "ApprovalQuerySet":
        return self.filter(work=work, language=language)

    def newest(self) -> "ApprovalQuerySet":
        """The newest of each work and language, revoked or not."""
        newer = Approval.objects.filter(work=OuterRef("work"), language=OuterRef("language"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(newer))

    def in_force(self) -> "ApprovalQuerySet":
        """The newest of its work and language, and not revoked."""
        return self.newest().filter(revocation=None)

    def showing(self, file: File | Picture) -> "ApprovalQuerySet":
        """Those of contents with the bytes of this file."""
        return self.filter(content__contains=file.sha256) if file.sha256 else self.none()


class Approval(EventModel):
    """Somebody of the Secretariat (or a linguistic reviewer) let this content of this work in this language pass."""

    work = models.UUIDField(_("work"), help_text=_("The translation key of the page."))
    language = models.CharField(_("language"), max_length=10)
    version = models.CharField(_("version"), max_length=10)
    seal = models.CharField(_("content hash"), max_length=64)
    content = models.TextField(_("content"), help_text=_("Canonical JSON of what was approved."))
    hash_version = models.PositiveSmallIntegerField()
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    translates = models.ForeignKey(
        "self",
        verbose_name=_("translates"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translations",
        help_text=_("The approval of the source version that this language version translates."),
    )
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict.choices)
    checklist = models.ForeignKey(
        Checklist, verbose_name=_("checklist"), on_delete=models.PROTECT, related_name="approvals"
    )
    answers = models.JSONField(_("answers to the checklist"), default=dict)
    override_reason = models.TextField(_("reason of the override"), blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), auto_now_add=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes = [models.Index(fields=["work", "language", "-id"], name="scm_moderation_newest")]

    def __str__(self) -> str:
        return f"{self.work} {self.language} {self.version}"

    def is_revoked(self) -> bool:
        return hasattr(self, "revocation")


class Revocation(EventModel):
    """The end of an approval before a newer one: the page was withdrawn."""

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="revocation")
    kind = models.CharField(
        _("kind of reason"), max_length=20, choices=WithdrawalReason.choices, default=WithdrawalReason.OTHER
    )
    reason = models.TextField(_("reason"))
    reason_language = models.CharField(_("language of the reason"), max_length=10, blank=True, default="")
    replacement = models.UUIDField(
        _("replacement"), null=True, blank=True, help_text=_("The translation key of the page that replaces it.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("revocation")

    def __str__(self) -> str:
        return f"{self.approval} revoked"
