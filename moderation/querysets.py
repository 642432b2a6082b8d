"""Rows under lock, and what waits."""

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, PageLogEntry, WorkflowState

from .choices import Answer
from .models import GatedMixin, Point, QualityControl

# Home and index pages (depth 1 to 3) decide nothing, so nobody waits for them.
GROUPS_BEGIN = 4 * Page.steplen

OPEN = Q(status=QualityControl.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS)
# As ``QualityControl.waits_for_the_group``: asked for small fixes that it has not confirmed.
NOT_CONFIRMED = ~Q(fixes_seal="") & ~Q(confirmed_seal=F("fixes_seal"))


def locked_page(page_id: int | str) -> GatedMixin:
    """The page as it stands now, its row locked until the transaction ends: whoever else decides waits here.

    The rows above it are locked first, from the top: an approval under a group and the group's withdrawal never cross.
    """
    path = Page.objects.values_list("path", flat=True).get(pk=page_id)
    above = [path[:end] for end in range(GROUPS_BEGIN, len(path), Page.steplen)]
    list(Page.objects.select_for_update().filter(path__in=above).order_by("path").only("pk"))
    return Page.objects.select_for_update().get(pk=page_id).specific


def rounds_waiting() -> models.QuerySet[QualityControl]:
    """The rounds of quality control that wait for a decision, oldest first: none that its group has to confirm."""
    return _rounds_open().filter(~NOT_CONFIRMED, publish_at=None).order_by("started_at")


def rounds_scheduled() -> models.QuerySet[QualityControl]:
    """The rounds that are decided and wait for their time, the next one first."""
    return _rounds_open().exclude(publish_at=None).order_by("publish_at")


def rounds_with_groups() -> models.QuerySet[QualityControl]:
    """The rounds that wait for their group: returned, or with small fixes to confirm; the longest first.

    Each with ``since`` when, and how many ``open_points`` it has.
    """
    asked = PageLogEntry.objects.filter(
        action="moderation.ask_to_confirm", page_id=Cast(OuterRef("workflow_state__object_id"), models.IntegerField())
    ).order_by("-pk")
    points = Point.objects.filter(
        Q(answer="") | Q(answer=Answer.NOT_DONE, answer_text=""), quality_control=OuterRef("pk")
    )
    number = points.order_by().values("quality_control").annotate(number=Count("pk")).values("number")
    returned = Q(
        status=QualityControl.STATUS_REJECTED,
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__current_task_state_id=F("pk"),
    )
    return (
        QualityControl.objects.filter(returned | Q(OPEN, NOT_CONFIRMED))
        .annotate(
            since=Coalesce("finished_at", Subquery(asked.values("timestamp")[:1]), "started_at"),
            open_points=Coalesce(Subquery(number), 0),
        )
        .select_related("workflow_state__requested_by")
        .order_by("since")
    )


def _rounds_open() -> models.QuerySet[QualityControl]:
    return QualityControl.objects.filter(OPEN).select_related("workflow_state__requested_by")
