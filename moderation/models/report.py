"""What readers report (E22)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..choices import ReportResult


class ProblemReportQuerySet(models.QuerySet["ProblemReport"]):
    """Reports by whether and when they were answered."""

    def open(self) -> "ProblemReportQuerySet":
        """The oldest first."""
        return self.filter(answered_at=None).order_by("pk")

    def since(self, moment: datetime) -> "ProblemReportQuerySet":
        return self.filter(reported_at__gte=moment)

    def from_before(self, moment: datetime) -> "ProblemReportQuerySet":
        """Answered before, or reported before and never answered."""
        return self.filter(Q(answered_at__lt=moment) | Q(answered_at=None, reported_at__lt=moment))


class ProblemReport(models.Model):
    """A reader found something wrong on a public page, and the Secretariat says what became of it.

    ``page``, ``language`` and ``version`` are what the reader read, ``reader_language`` is that of the interface around it.
    The address is for one answer and is erased with it.
    """

    page = models.ForeignKey(Page, verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    language = models.CharField(_("language"), max_length=10)
    reader_language = models.CharField(_("language of the reader"), max_length=10)
    version = models.CharField(_("version"), max_length=10, blank=True)
    text = models.TextField(_("what is wrong"))
    email = models.EmailField(_("e-mail address"), blank=True)
    # A form is sent once, however often its button is pressed.
    form_key = models.CharField(max_length=64, unique=True)
    reported_at = models.DateTimeField(auto_now_add=True)
    result = models.CharField(_("result"), max_length=20, choices=ReportResult.choices, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem reported by a reader")
        ordering = ["-pk"]
        permissions = [("answer_reports", "Can read and answer what readers report")]

    def __str__(self) -> str:
        return self.title
