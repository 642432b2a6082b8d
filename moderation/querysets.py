"""Rows under lock, and what waits."""

from django.db import models
from wagtail.models import Page, WorkflowState

from .models import GatedMixin, QualityControl

# Home and index pages (depth 1 to 3) decide nothing, so nobody waits for them.
GROUPS_BEGIN = 4 * Page.steplen


def locked_page(page_id: int | str) -> GatedMixin:
    """The page as it stands now, its row locked until the transaction ends: whoever else decides waits here.

    The rows above it are locked first, from the top: an approval under a group and the group's withdrawal never cross.
    """
    path = Page.objects.values_list("path", flat=True).get(pk=page_id)
    above = [path[:end] for end in range(GROUPS_BEGIN, len(path), Page.steplen)]
    list(Page.objects.select_for_update().filter(path__in=above).order_by("path").only("pk"))
    return Page.objects.select_for_update().get(pk=page_id).specific


def rounds_waiting() -> models.QuerySet[QualityControl]:
    """The rounds of quality control that wait for a decision, oldest first."""
    return _rounds_open().filter(publish_at=None).order_by("started_at")


def rounds_scheduled() -> models.QuerySet[QualityControl]:
    """The rounds that are decided and wait for their time, the next one first."""
    return _rounds_open().exclude(publish_at=None).order_by("publish_at")


def _rounds_open() -> models.QuerySet[QualityControl]:
    return QualityControl.objects.filter(
        status=QualityControl.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    ).select_related("workflow_state__requested_by")
