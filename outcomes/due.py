"""What a group owes of its outcomes (ToR ¶22)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from focusgroups.choices import Format
from focusgroups.due import DueItem, due
from focusgroups.models import WorkProgrammePage
from focusgroups.overview import GroupStanding

from .models import OutcomePage


@due
def outcomes_not_begun(standing: GroupStanding) -> Iterator[DueItem]:
    """The final outcomes of the approved work programme to which no outcome is tied, by the planned end of the group."""
    programme, end = standing.the(WorkProgrammePage).page, standing.group.planned_end
    if not programme.live or not end:
        return
    begun = {item.page.planned_outcome for item in standing.pages if isinstance(item.page, OutcomePage)}
    for block in programme.planned_outcomes:
        if block.id not in begun:
            text = _("Deliver the final outcome “%(title)s” (%(format)s).") % {
                "title": block.value["title"],
                "format": Format(block.value["format"]).label,
            }
            yield DueItem(
                end, text, reverse("wagtailadmin_pages:add", args=["outcomes", "outcomepage", standing.page.pk])
            )
