"""The final outcomes on which a work programme agreed (ToR ¶17, ¶22)."""

from typing import Any

from wagtail.models import Page

from focusgroups.models import WorkProgrammePage


def planned_outcomes(group_page: Page) -> dict[str, Any]:
    """The blocks of the group's work programme by their ids: as approved, else as its draft stands."""
    programme = WorkProgrammePage.objects.child_of(group_page).first()
    if programme is None:
        return {}
    page = programme if programme.live else programme.draft()
    return {block.id: block.value for block in page.planned_outcomes}


def planned_outcome(group_page: Page, block_id: str) -> Any:
    """The block with this id, or ``None`` where the work programme has none."""
    return planned_outcomes(group_page).get(block_id)
