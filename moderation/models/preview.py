"""Links with which somebody without an account reads one draft (E14)."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .approval import Approval
from .event import EventModel
from .page import GatedMixin


def hash_of(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot open a link."""
    return hashlib.sha256(token.encode()).hexdigest()


class PreviewLinkQuerySet(models.QuerySet):
    """Links by whether they still open something."""

    def valid(self, now: datetime) -> "PreviewLinkQuerySet":
        """Neither revoked nor expired, and its draft was not published since it was made."""
        return self.with_publication().filter(revoked_at=None, expires_at__gt=now, is_published=False)

    def with_publication(self) -> "PreviewLinkQuerySet":
        later = Approval.objects.filter(
            work=OuterRef("work"), language=OuterRef("language"), approved_at__gte=OuterRef("made_at")
        )
        return self.annotate(is_published=Exists(later))

    def with_openings(self) -> "PreviewLinkQuerySet":
        return self.annotate(opened=Count("openings"), last_opened_at=Max("openings__opened_at"))


class PreviewLink(models.Model):
    """One link to the draft of a work in one language, as that draft is when it is opened."""

    work = models.UUIDField(_("work"))
    language = models.CharField(_("language"), max_length=10)
    token_hash = models.CharField(max_length=64, unique=True)
    audience = models.CharField(_("for whom"), max_length=120)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["work", "language"], name="scm_moderation_previews")]
        default_permissions: tuple[str, ...] = ()
        permissions = [("share_draft", "Can make links with which others read a draft")]

    def __str__(self) -> str:
        return self.audience

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def page(self) -> GatedMixin | None:
        page = Page.objects.filter(translation_key=self.work, locale__language_code=self.language).first()
        return page and page.specific


class PreviewOpening(EventModel):
    """Somebody opened a link; who it was, and from where, is not kept."""

    link = models.ForeignKey(PreviewLink, on_delete=models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.link} {self.opened_at}"
