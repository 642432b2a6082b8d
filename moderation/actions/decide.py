"""Approve or return: by somebody else than the editor, on exactly the content that was read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from .. import emails
from ..choices import RETURNS, Verdict
from ..content import content_of
from ..days import day_and_time
from ..models import GatedMixin, Point, QualityControl
from ..querysets import locked_page


class NotDecidable(PermissionDenied):
    """This user cannot decide this round; the text says why, and ``fields`` where: a sentence by what was asked."""

    def __init__(self, text: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.fields = fields or {}


class NewPoint(NamedTuple):
    """One thing to mend: its place (``""`` for the whole page), what to do, and whether it may stay as it is."""

    place: str
    text: str
    is_mandatory: bool = True


class QuestionsChanged(NotDecidable):
    """What was answered are not the questions that are in force now, or nobody knows which ones they were."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The questions of quality control have changed since you opened it, or it is not known which ones you"
                " answered. Look at them again, then answer them."
            )
        )


class ContentChanged(NotDecidable):
    """The draft is not the one that the reviewer read."""

    def __init__(self) -> None:
        super().__init__(_("It has changed since you opened it. Look at it again, then decide."))


def check_decision(round_: QualityControl, page: GatedMixin, by: Any) -> None:
    """Whether ``by`` may decide what ``round_`` says on the draft of ``page`` as it is now, under lock.

    Raises ``NotDecidable`` (not this person, or a mandatory question is open) or ``ContentChanged``.
    """
    reason = page.why_not_decide(by)
    # What an administrator writes, as reason or as points, is logged with the decision.
    if reason and not (by.is_superuser and (round_.override_reason or round_.verdict in RETURNS)):
        raise NotDecidable(reason, {"override_reason": reason} if by.is_superuser else None)
    # An override answers for the reviewer's person, never for the group or the source that is not public.
    if round_.verdict == Verdict.READY and (obstacle := page.why_not_public()):
        raise NotDecidable(obstacle)
    draft = page.draft()
    content = content_of(draft)
    if content.seal != round_.decided_seal:
        raise ContentChanged
    if round_.verdict == Verdict.READY and round_.has_small_fixes(content.canonical):
        if round_.fixes_by == by:
            raise NotDecidable(_("You made the small fixes, so somebody else approves."))
        if round_.confirmed_seal != round_.decided_seal:
            raise NotDecidable(_("The group has not confirmed the small fixes yet."))
    if round_.verdict == Verdict.READY and draft.go_live_at and draft.go_live_at > timezone.now():
        # The record and the files would be public before the page.
        raise NotDecidable(_("It has a date of publication in the future: take the date out, or decide on that day."))
    if round_.verdict == Verdict.READY and (errors := draft.errors()):
        # Sending asked the same; but whoever may edit during the review may have emptied a field.
        raise NotDecidable(
            _("Something is missing: %(missing)s") % {"missing": " ".join(str(item.text) for item in errors)}
        )
    if round_.verdict == Verdict.READY and (open_ := (round_.checklist or page.checklist()).unanswered(round_.answers)):
        raise NotDecidable(
            _("Not every question is answered with yes: %(questions)s")
            % {"questions": " ".join(str(item.text) for item in open_)},
            {item.key: _("Answer it with yes, or return the page with a point.") for item in open_},
        )


def open_round(page: GatedMixin) -> QualityControl:
    """The round that waits on ``page``, which is under lock. Raises ``NotDecidable`` where none does (any more)."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise NotDecidable(_not_any_more(page))
    round_ = state.current_task_state.specific
    if round_.publish_at:
        raise NotDecidable(
            _("It is approved already and will be published on %(when)s. Cancel the schedule first.")
            % {"when": day_and_time(round_.publish_at)}
        )
    return round_


def _not_any_more(page: GatedMixin) -> str:
    """Who was faster, and what they decided."""
    last = QualityControl.objects.filter(workflow_state__in=page.workflow_states).order_by("-pk").first()
    if last and last.verdict and last.finished_at:
        return _("It is not in quality control any more: %(name)s decided on %(when)s – %(verdict)s.") % {
            "name": last.decided_by or _("somebody"),
            "when": day_and_time(last.finished_at),
            "verdict": last.get_verdict_display(),
        }
    return _("It is not in quality control any more: it was taken back in the meantime.")


def _record(round_: QualityControl, **decision: Any) -> None:
    for name, value in decision.items():
        setattr(round_, name, value)
    round_.save(update_fields=list(decision))


@transaction.atomic
def approve(
    *,
    page_id: int,
    by: Any,
    seal: str,
    answers: Mapping[str, bool],
    checklist: int,
    override_reason: str = "",
    publish_at: datetime | None = None,
) -> None:
    """Let the draft pass: it is approved, published and its files are public, all in this transaction.

    ``seal`` is the content hash of what the reviewer read, ``answers`` the checklist's keys with yes or no,
    ``checklist`` the version that these answer.
    ``override_reason`` lets a superuser decide against the four-eyes rule; it is logged. With ``publish_at`` it is
    decided now and published then (``publish_due``). Raises ``NotDecidable``, ``ContentChanged`` or
    ``QuestionsChanged``; then nothing has happened.
    """
    page = locked_page(page_id)
    round_ = open_round(page)
    asked = page.checklist()
    if checklist != asked.version:
        raise QuestionsChanged
    _record(
        round_,
        decided_seal=seal,
        verdict=Verdict.READY,
        answers={question.key: bool(answers.get(question.key)) for question in asked.questions},
        checklist=asked,
        override_reason=override_reason,
        decided_by=by,
        publish_at=publish_at,
    )
    if publish_at:
        _schedule(round_, page, by, publish_at)
        return
    # Wagtail ends the workflow and calls ``moderation.finish``, which checks the decision and publishes.
    round_.task.specific.on_action(round_, by, "approve", comment=override_reason)


def _schedule(round_: QualityControl, page: GatedMixin, by: Any, publish_at: datetime) -> None:
    """Keep the decision until its time: whatever is public stays, the files of the draft stay private.

    It is checked now as it will be then. Raises ``NotDecidable`` or ``ContentChanged``.
    """
    if not page.is_source():
        raise NotDecidable(_("A translation is published at once: leave the time of publication empty."))
    if publish_at <= timezone.now():
        refusal = _("The time of publication has passed: choose a later one, or publish it now.")
        raise NotDecidable(refusal, {"publish_at": refusal})
    check_decision(round_, page, by)
    log(page, "moderation.schedule", user=by, data={"publish_at": publish_at.isoformat()})
    emails.tell_authors_scheduled(page, round_)


@transaction.atomic
def return_to_group(
    *, page_id: int, by: Any, seal: str, points: Sequence[NewPoint], verdict: str = Verdict.CHANGES_NEEDED
) -> QualityControl:
    """Send the draft back with points to mend; ``verdict`` says whether changes are needed or it is not ready.

    Raises ``NotDecidable`` where this user may not, or no point is given; ``ContentChanged`` where it is not what was read.
    """
    page = locked_page(page_id)
    round_ = open_round(page)
    points = [NewPoint(*point) for point in points if point[1].strip()]
    if verdict not in RETURNS:
        raise ValueError(f"{verdict} is no verdict of a return.")
    if not points:
        raise NotDecidable(_("Write at least one point to mend, so that it is clear what to do."))
    _record(
        round_,
        decided_seal=seal,
        returned_content=content_of(page.draft()).canonical,
        verdict=Verdict(verdict),
    )
    check_decision(round_, page, by)
    Point.objects.bulk_create(
        Point(quality_control=round_, field=place, text=text.strip(), is_mandatory=is_mandatory)
        for place, text, is_mandatory in points
    )
    round_.task.specific.on_action(round_, by, "reject", comment="\n".join(point.text.strip() for point in points))
    return round_
