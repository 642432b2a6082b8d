"""Take over a focus group from an earlier record: as drafts, with nothing that its source does not say."""

from datetime import date
from html import escape
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..choices import EventKind, State
from ..importing import GroupRow
from ..models import FocusGroup, FocusGroupIndexPage, FocusGroupPage, GroupEvent, WorkProgrammePage
from ..permissions import may_set_up
from .set_up_group import AlreadySetUp, add_material, index_in, next_reference


@transaction.atomic
def take_over_group(*, row: GroupRow, by: Any, today: date, language: str = "en") -> FocusGroup:
    """Make the record, the drafts of the three pages and the events of ``row``; returns the record.

    Its reference bears the year of ``today``: it was given here. A group that its source says has ended is
    concluded; any other is only proposed, because a source outside does not say what the Advisory Board
    agreed to (ToR ¶16). No member, licence or planned date is made up, and nobody gets a mail. ``by`` is
    ``None`` for the operator at the command line. Raises ``PermissionDenied``, or ``AlreadySetUp`` where a
    group of this name exists.
    """
    if by is not None and not may_set_up(by):
        raise PermissionDenied(_("Only the SCM support team and the Secretariat take over a focus group (ToR ¶14y)."))
    index = index_in(language)
    existing = FocusGroup.objects.filter(name__iexact=row.name).first()
    if existing:
        raise AlreadySetUp(
            _("“%(name)s” exists already, as %(reference)s: a group is imported once.")
            % {"name": row.name, "reference": existing.reference}
        )
    group = FocusGroup(
        reference=next_reference(today.year),
        name=row.name,
        state=State.CONCLUDED if row.ended else State.PROPOSED,
        source_note="\n".join((*row.sources, *row.unplaced)),
    )
    group.ended = row.ended
    group.save()
    page = _make_pages(row, group, index, by)
    for event in row.events:
        record = GroupEvent(group=group, kind=EventKind.IMPORTED, note=event.note, by=by)
        record.happened = event.on
        record.save()
    log(
        page,
        "focusgroups.imported",
        user=by,
        data={"reference": group.reference, "sources": list(row.sources)},
    )
    return group


def _make_pages(row: GroupRow, group: FocusGroup, index: FocusGroupIndexPage, by: Any) -> FocusGroupPage:
    page = FocusGroupPage(
        title=group.name,
        translation_key=group.work,
        locale=index.locale,
        challenge=_rich_text(row.challenge),
        how_to_join=_rich_text(row.participation),
        live=False,
        owner=by,
    )
    index.add_child(instance=page)
    page.save_revision(user=by)
    add_material(page, group, by)
    programme = WorkProgrammePage.objects.child_of(page).get().draft()
    programme.objectives = [("objective", {"title": task, "text": ""}) for task in row.tasks]
    programme.save()
    programme.save_revision(user=by)
    return page


def _rich_text(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>" if text else ""
