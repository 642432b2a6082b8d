"""A reader reports a problem, and the Secretariat answers (E22)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from .. import emails
from ..choices import ReportResult
from ..models import ProblemReport
from ..permissions import may_answer_reports


class TooManyReports(Exception):
    """More came in within an hour than people write: a program writes them."""


class Answered(PermissionDenied):
    """Somebody else was first."""


@transaction.atomic
def report_problem(
    *, page: Page, version: str, reader_language: str, text: str, email: str, form_key: str, now: datetime
) -> ProblemReport:
    """Keep what a reader found wrong on a public page, and tell the functional mailbox; a form sent twice is kept once.

    Raises ``TooManyReports`` where ``SCM_REPORTS_AN_HOUR`` came within the last hour.
    """
    if known := ProblemReport.objects.filter(form_key=form_key).first():
        return known
    if ProblemReport.objects.since(now - timedelta(hours=1)).count() >= settings.SCM_REPORTS_AN_HOUR:
        raise TooManyReports(_("Too many reports came in within this hour. Please write to the mailbox named below."))
    report, is_new = ProblemReport.objects.get_or_create(
        form_key=form_key,
        defaults={
            "page": page,
            "title": page.title,
            "language": page.locale.language_code,
            "reader_language": reader_language,
            "version": version,
            "text": text,
            "email": email,
        },
    )
    if is_new:
        log(page, "moderation.report", data={"version": version, "report": report.pk})
        emails.tell_secretariat_reported(report)
    return report


@transaction.atomic
def answer_report(*, report_id: int, by: Any, result: str, answer: str, now: datetime) -> ProblemReport:
    """Say what became of a report. Whoever left an address gets ``answer`` by mail, and the address is erased.

    Raises ``PermissionDenied``, ``Answered`` where somebody was first, ``ValueError`` for a result that is none, or without
    an answer for a reader who waits for one.
    """
    if not may_answer_reports(by):
        raise PermissionDenied(_("Only the Secretariat and the support team answer what readers report."))
    report = ProblemReport.objects.select_for_update().get(pk=report_id)
    if report.answered_at:
        raise Answered(_("Somebody else has answered it in the meantime."))
    if result not in ReportResult.values or (report.email and not answer.strip()):
        raise ValueError(_("Say what became of it, and write an answer where the reader left an address."))
    email, report.email = report.email, ""
    report.result, report.answer = result, answer.strip()
    report.answered_at, report.answered_by = now, by
    report.save()
    if report.page:
        data = {"version": report.version, "report": report.pk, "result": result}
        log(report.page, "moderation.answer_report", user=by, data=data)
    if email:
        emails.answer_reader(report, email)
    return report


@transaction.atomic
def forget_old_reports(*, now: datetime) -> int:
    """A chore of the worker: delete what was answered, or never was, ``SCM_REPORTS_KEPT_DAYS`` days ago; returns how many."""
    old = ProblemReport.objects.from_before(now - timedelta(days=settings.SCM_REPORTS_KEPT_DAYS))
    return old.delete()[0] if old.exists() else 0
