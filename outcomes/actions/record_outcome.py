"""The record follows its page, inside the page's transaction."""

from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from focusgroups.models import FocusGroup
from moderation.models import Approval

from ..models.outcome import Outcome
from ..rules import outcome_reference

if TYPE_CHECKING:
    from ..models import OutcomePage


def record_outcome(*, page: "OutcomePage") -> Outcome:
    """Give a new outcome its record and its permanent reference; another language of it shares them.

    The group's row is locked, so that two new outcomes never get the same number; numbers are never used again.
    """
    group = FocusGroup.objects.select_for_update().get(work=page.group_work)
    number = (group.outcomes.aggregate(Max("number"))["number__max"] or 0) + 1
    record, _created = Outcome.objects.get_or_create(
        work=page.translation_key,
        defaults={"group": group, "number": number, "reference": outcome_reference(group.reference, number)},
    )
    return record


def record_publication(*, page: "OutcomePage", approval: Approval) -> None:
    """Note the version that is public now; only the source language counts versions."""
    record = Outcome.objects.select_for_update().get(work=page.translation_key)
    if page.is_source():
        record.current_version = approval.version
        record.published_at = record.published_at or timezone.now()
        record.withdrawn_at, record.withdrawal_reason = None, ""
        record.save()


def record_withdrawal(*, page: "OutcomePage", reason: str) -> None:
    """Note that and why the work was withdrawn; the withdrawal of one translation leaves the work public."""
    if page.is_source():
        Outcome.objects.filter(work=page.translation_key).update(withdrawn_at=timezone.now(), withdrawal_reason=reason)
