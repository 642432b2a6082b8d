"""The mails of quality control: each to those who have something to do or to know, in their own language."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import lazy

from outbox.actions import Mailbox, post_message
from outbox.addresses import absolute

from .choices import ReminderStep, ReportResult, Verdict, WithdrawalReason
from .languages import lazy_name_of_language
from .models import GatedMixin, ProblemReport, QualityControl


def _post(page: GatedMixin, users: list[Any], template: str, **context: Any) -> None:
    draft = page.draft()
    context = {
        "page": draft,
        "title": draft.get_admin_display_title(),
        "edit_url": absolute(page.editing_address()),
        "review_url": absolute(reverse("moderation:review", args=[page.pk])),
        "overview_url": absolute(page.overview_address()),
        **context,
    }
    for user in users:
        post_message(to=user, template=f"moderation/mails/{template}.txt", context=context)


def tell_reviewers_waiting(round_: QualityControl, sender: Any) -> None:
    """To whoever has it again; where nobody has it, to all who may decide."""
    page = round_.workflow_state.content_object.specific
    if reviewers := [round_.taker] if round_.taker else page.reviewers():
        _post(page, reviewers, "waiting", sender=sender, due_on=round_.due_on, is_taken=bool(round_.taker))
    else:
        _post(page, [Mailbox(settings.SCM_FUNCTIONAL_MAILBOX)], "nobody_left", sender=sender)


def tell_reviewers_taken_back(round_: QualityControl, page: GatedMixin, by: Any) -> None:
    """To whoever had it; where nobody had taken it, to all who got the mail that it waits."""
    users = [round_.taker] if round_.taker else page.reviewers()
    _post(page, [user for user in users if user != by], "taken_back", by=by)


def tell_takers(page: GatedMixin, round_: QualityControl, *, before: Any, by: Any) -> None:
    """To whom it was handed over, and to whoever had it before; nobody is told of what they did themselves."""
    if round_.taker != by:
        _post(page, [round_.taker], "handed_over", by=by, due_on=round_.due_on)
    if before and before != by:
        _post(page, [before], "taken_over", taker=round_.taker)


def tell_taker_decided(round_: QualityControl, by: Any) -> None:
    """To whoever had it, where somebody else decided."""
    if round_.taker and round_.taker != by:
        _post(round_.workflow_state.content_object.specific, [round_.taker], "decided_by_another", by=by)


def remind(page: GatedMixin, round_: QualityControl, step: str) -> None:
    """To whoever has it while they may decide on it, else to all who may, else to the functional mailbox."""
    reviewers = page.reviewers()
    own = [user for user in reviewers if user.pk == round_.taker_id]
    users = own or reviewers or [Mailbox(settings.SCM_FUNCTIONAL_MAILBOX)]
    is_overdue = step == ReminderStep.OVERDUE
    _post(page, users, "reminder", due_on=round_.due_on, is_overdue=is_overdue, is_taken=bool(own))


def tell_authors_returned(round_: QualityControl, by: Any) -> None:
    page = round_.workflow_state.content_object.specific
    draft = page.draft()
    # Written in the language of each who reads the mail.
    points = [lazy(point.sentence, str)(draft) for point in round_.points.all()]
    _post(page, page.authors(), "returned", by=by, points=points, is_not_ready=round_.verdict == Verdict.NOT_READY)


def tell_authors_small_fixes(page: GatedMixin, by: Any) -> None:
    _post(page, page.authors(), "small_fixes", by=by)


def tell_reviewers_confirmed(page: GatedMixin, by: Any) -> None:
    _post(page, page.reviewers(), "confirmed", by=by)


def tell_authors_approved(workflow_state: Any) -> None:
    """Those whose work it is are told of a further language, too."""
    page = workflow_state.content_object.specific
    users = {user.pk: user for user in [*page.authors(), *page.source_page().authors()]}
    _post(page, list(users.values()), "approved", approval=page.approval, public_url=page.full_url)


def tell_authors_scheduled(page: GatedMixin, round_: QualityControl) -> None:
    _post(page, page.authors(), "scheduled", publish_at=round_.publish_at)


def tell_unscheduled(page: GatedMixin, reason: str) -> None:
    """Authors and reviewers alike: the page waits again."""
    users = {user.pk: user for user in [*page.authors(), *page.reviewers()]}
    _post(page, list(users.values()), "unscheduled", reason=reason)


def tell_authors_withdrawn(page: GatedMixin, kind: str, reason: str, language: str) -> None:
    """The kind of reason in each reader's language; the sentence stands in its own."""
    _post(
        page,
        page.authors(),
        "withdrawn",
        kind=WithdrawalReason(kind),
        reason=reason,
        reason_language=language,
        name_of_language=lazy_name_of_language(language),
        public_url=page.full_url,
    )


def tell_secretariat_reported(report: ProblemReport) -> None:
    """That a reader reported something, and where; what they wrote stays on the screen."""
    post_message(
        to=Mailbox(settings.SCM_FUNCTIONAL_MAILBOX),
        template="moderation/mails/reported.txt",
        context={"title": report.title, "report_url": absolute(reverse("moderation:report", args=[report.pk]))},
    )


def answer_reader(report: ProblemReport, email: str) -> None:
    post_message(
        to=Mailbox(email, report.reader_language, is_kept=False),
        template="moderation/mails/report_answered.txt",
        context={"title": report.title, "result": ReportResult(report.result), "answer": report.answer},
    )
