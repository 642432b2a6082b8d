"""Import focus groups with their outcomes from a file of facts: drafts only, all of it or nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from focusgroups.actions import take_over_group
from focusgroups.importing import Refused
from focusgroups.models import FocusGroup, FocusGroupPage

from ..importing import GroupWithOutcomes, OutcomeRow, Plan
from ..models import OutcomePage


def already_here(*, plan: Plan) -> list[str]:
    """A sentence for each group of ``plan`` that exists; an import is never repeated."""
    found = (FocusGroup.objects.filter(name__iexact=item.group.name).first() for item in plan.groups)
    return [
        f"“{group.name}” exists already, as {group.reference}: a group is imported once. "
        "Take it out of the file, or import another one with --group."
        for group in found
        if group
    ]


@transaction.atomic
def import_groups(*, plan: Plan, by: Any, today: date) -> list[FocusGroup]:
    """Make every group of ``plan`` with its outcomes as drafts; returns the records in the order of the file.

    ``by`` is ``None`` for the operator at the command line. Raises ``Refused`` where one exists already; then
    nothing has been made.
    """
    if errors := already_here(plan=plan):
        raise Refused(errors)
    return [_import(item, by, today) for item in plan.groups]


def _import(item: GroupWithOutcomes, by: Any, today: date) -> FocusGroup:
    group = take_over_group(row=item.group, by=by, today=today)
    _make_outcomes(item.outcomes, FocusGroupPage.objects.get(translation_key=group.work), by)
    return group


def _make_outcomes(rows: Sequence[OutcomeRow], parent: FocusGroupPage, by: Any) -> None:
    for row in rows:
        page = OutcomePage(
            title=row.title,
            format=row.format,
            format_other=row.format_other,
            abstract=row.abstract,
            licence=row.licence,
            live=False,
            locale=parent.locale,
            owner=by,
        )
        page.dated = row.dated
        parent.add_child(instance=page)
        page.save_revision(user=by)
