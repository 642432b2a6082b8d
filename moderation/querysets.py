"""Rows under lock, and what waits."""

from django.db import models
from wagtail.models import Page, WorkflowState

from .models import GatedMixin, QualityControl


def locked_page(page_id: int | str) -> GatedMixin:
    """The page as it stands now, its row locked until the transaction ends: whoever else decides waits here."""
    return Page.objects.select_for_update().get(pk=page_id).specific


def rounds_waiting() -> models.QuerySet[QualityControl]:
    """The rounds of quality control that wait for a decision, oldest first."""
    return (
        QualityControl.objects.filter(
            status=QualityControl.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
        )
        .select_related("workflow_state__requested_by", "revision__user")
        .order_by("started_at")
    )


def round_of(page: GatedMixin) -> QualityControl | None:
    """The round under way of this page, or the one that returned it."""
    state = page.current_workflow_state
    return state.current_task_state.specific if state and state.current_task_state else None
