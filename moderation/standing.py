"""Where pages stand on their way to the public (E2): read for many of them at once, four queries whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.models import WorkflowState

from .choices import Stage
from .models import Approval, GatedMixin, QualityControl


@dataclass(frozen=True)
class Standing:
    """The stage of the newest draft, the round under way or that returned it, and the newest approval."""

    stage: Stage
    round: QualityControl | None
    newest: Approval | None

    def is_approved(self) -> bool:
        """Whether an approval is in force."""
        return self.newest is not None and not self.newest.is_revoked()

    def points(self, page: GatedMixin) -> list[str]:
        """What is still to be mended or answered on ``page`` after a return."""
        is_returned = self.round and self.stage == Stage.RETURNED
        return [point.sentence(page) for point in self.round.points.all() if point.is_open()] if is_returned else []


def standing_of(page: GatedMixin) -> Standing:
    return standings_of([page])[page.pk]


def standings_of(pages: Sequence[GatedMixin]) -> dict[int, Standing]:
    """The standing of each of ``pages`` by its key; their locales are read already."""
    states = {
        state.object_id: state
        for state in WorkflowState.objects.active().filter(object_id__in=[str(p.pk) for p in pages])
    }
    rounds = {
        round_.pk: round_
        for round_ in QualityControl.objects.filter(pk__in=[state.current_task_state_id for state in states.values()])
        .select_related("workflow_state__requested_by")
        .prefetch_related("points")
    }
    approvals = {
        (approval.work, approval.language): approval
        for approval in Approval.objects.filter(work__in={page.translation_key for page in pages})
        .newest()
        .select_related("revocation")
    }
    standings = {}
    for page in pages:
        state = states.get(str(page.pk))
        newest = approvals.get((page.translation_key, page.locale.language_code))
        round_ = rounds.get(state.current_task_state_id) if state else None
        standings[page.pk] = Standing(_stage(page, state, round_, newest), round_, newest)
    return standings


def _stage(
    page: GatedMixin, state: WorkflowState | None, round_: QualityControl | None, newest: Approval | None
) -> Stage:
    if round_ and round_.publish_at:
        return Stage.SCHEDULED
    if state:
        return Stage.RETURNED if state.status == state.STATUS_NEEDS_CHANGES else Stage.IN_REVIEW
    if page.live and not page.has_unpublished_changes:
        return Stage.PUBLISHED
    if not page.live and newest and newest.is_revoked():
        return Stage.WITHDRAWN
    return Stage.DRAFT
