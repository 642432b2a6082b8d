"""What was approved with a time: published when it is due, or not after all."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .. import emails
from ..models import GatedMixin, QualityControl
from ..querysets import locked_page, rounds_scheduled
from .decide import NotDecidable, check_decision

logger = logging.getLogger(__name__)


@transaction.atomic
def cancel_schedule(*, page_id: int, by: Any) -> None:
    """Take the time of publication back: the page waits in quality control again, as it was sent.

    Raises ``NotDecidable`` where the user may not, or nothing is scheduled (any more).
    """
    page = locked_page(page_id)
    if not by.has_perm("scm_moderation.decide"):
        raise NotDecidable(_("Only the SCM Secretariat cancels a time of publication."))
    if page.will_be_public_at() is None:
        raise NotDecidable(_("It has no time of publication any more: it was published, or somebody cancelled it."))
    _cancel(page, by, reason="")


def _cancel(page: GatedMixin, by: Any, reason: str) -> None:
    round_ = page.current_workflow_task_state
    data = {"publish_at": round_.publish_at.isoformat(), "reason": str(reason)}
    round_.publish_at = round_.decided_by = None
    round_.verdict = round_.decided_seal = round_.override_reason = ""
    round_.answers = {}
    round_.save()
    log(page, "moderation.unschedule", user=by, data=data)
    emails.tell_unscheduled(page, reason)


@dataclass(frozen=True)
class Due:
    """An approved page whose time has come, and what keeps it from being published, as a sentence or ``""``."""

    page: GatedMixin
    round: QualityControl
    obstacle: str


def what_is_due(*, now: datetime) -> list[Due]:
    """What ``publish_due`` would publish, or put back into quality control and why; it changes nothing."""
    due = []
    for round_ in rounds_scheduled().filter(publish_at__lte=now).select_related("decided_by"):
        page = round_.workflow_state.content_object.specific
        due.append(Due(page, round_, _obstacle(page, round_)))
    return due


def _obstacle(page: GatedMixin, round_: QualityControl) -> str:
    if round_.decided_by is None:
        return _("The account of who approved it does not exist any more.")
    try:
        check_decision(round_, page, round_.decided_by)
    except PermissionDenied as refusal:
        return str(refusal)
    return ""


def publish_due(*, now: datetime) -> tuple[int, list[str]]:
    """Publish what was approved for a time up to ``now``, each in a transaction of its own.

    Everything that approving asks is asked again. Where the answer is no, the schedule ends, the page waits in quality
    control again and a mail says why; after an error it is tried again the next time. Neither stops the others.
    Returns how many were published, and a sentence for each error.
    """
    published, errors = 0, []
    for page_id in rounds_scheduled().filter(publish_at__lte=now).values_list("workflow_state__object_id", flat=True):
        try:
            published += _publish(page_id, now)
        except Exception as error:
            logger.exception("Page %s could not be published on time.", page_id)
            errors.append(f"Page {page_id} could not be published on time: {error}")
    return published, errors


@transaction.atomic
def _publish(page_id: str, now: datetime) -> bool:
    page = locked_page(page_id)
    publish_at = page.will_be_public_at()
    if publish_at is None or publish_at > now:
        return False  # Somebody was faster.
    round_: QualityControl = page.current_workflow_task_state
    try:
        with transaction.atomic():
            if obstacle := _obstacle(page, round_):
                raise NotDecidable(obstacle)
            round_.task.specific.on_action(round_, round_.decided_by, "approve", comment=round_.override_reason)
    except PermissionDenied as refusal:
        said = str(refusal)
        # Asked again in the language of each who reads it.
        reason = lazy(lambda: _obstacle(page, round_) or said, str)()
        _cancel(locked_page(page_id), None, reason)
        return False
    return True
