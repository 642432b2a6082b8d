"""The planned dates of a group are those of its approved work programme (ToR ¶6, ¶17)."""

from ..models.group import FocusGroup
from ..models.work_programme_page import WorkProgrammePage


def plan_dates(*, page: WorkProgrammePage) -> None:
    """Take the planned start and end of the group's record from ``page``; called in the transaction that approves it."""
    group = FocusGroup.objects.select_for_update().get(pk=page.group.pk)
    group.planned_start, group.planned_end = page.starts_on, page.ends_on
    group.save(update_fields=["planned_start", "planned_end"])
