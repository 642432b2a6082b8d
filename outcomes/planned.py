"""What a work programme agreed on: final outcomes and objectives (ToR ¶17, ¶22)."""

from typing import Any

from wagtail.models import Page

from focusgroups.choices import Format
from focusgroups.models import WorkProgrammePage


def agreed_programme(group_page: Page) -> WorkProgrammePage | None:
    """The group's work programme: as approved, else as its draft stands."""
    programme = WorkProgrammePage.objects.child_of(group_page).first()
    return programme if programme is None or programme.live else programme.draft()


def blocks_of(programme: WorkProgrammePage | None, name: str) -> dict[str, Any]:
    """The blocks of one of its fields by their ids."""
    return {block.id: block.value for block in getattr(programme, name)} if programme else {}


def names_of_outcomes(programme: WorkProgrammePage | None) -> dict[str, str]:
    """How an editor and a reviewer read each planned outcome."""
    planned = blocks_of(programme, "planned_outcomes")
    return {key: f"{value['title']} ({Format(value['format']).label})" for key, value in planned.items()}


def names_of_objectives(programme: WorkProgrammePage | None) -> dict[str, str]:
    """Each objective with its number, as everybody reads them."""
    objectives = blocks_of(programme, "objectives")
    return {key: f"{number}. {value['title']}" for number, (key, value) in enumerate(objectives.items(), 1)}
