"""What happens in the life of a group; its state and dates follow from it (least rules; conditions come later).

``on`` is the day on which it happened: neither after ``today`` nor before the step before.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from search.changes import note_change

from ..choices import EventKind
from ..models import FocusGroup, GroupEvent
from ..permissions import may_record
from ..rules import TRANSITIONS, PartialDate, says_something, state_after


class NotNow(Exception):
    """The group is not in a state in which this can happen; the text says what is missing."""


def _record(
    *, group: FocusGroup, kind: str, by: Any, on: date, today: date, note: str = "", **dates: PartialDate
) -> GroupEvent:
    if not may_record(by):
        raise PermissionDenied(_("Only the SCM Secretariat records the steps of a focus group."))
    group = FocusGroup.objects.select_for_update().get(pk=group.pk)
    state = state_after(kind, group.state)
    if state is None:
        raise NotNow(_("This step does not follow on the state “%(state)s”.") % {"state": group.get_state_display()})
    _check_day(group, on, today)
    group.state = state
    for name, day in dates.items():
        setattr(group, name, day)
    group.save()
    note_change()
    event = GroupEvent.objects.create(group=group, kind=kind, happened_on=on, note=note, by=by)
    log(group.source_page(), f"focusgroups.{kind}", user=by, data={"on": on.isoformat()})
    return event


def _check_day(group: FocusGroup, on: date, today: date) -> None:
    if on > today:
        raise NotNow(_("This day is in the future. Record the step once it has happened."))
    before = group.events.filter(kind__in=TRANSITIONS).last()
    if before and on < before.happened_on:
        raise NotNow(
            _("The step before, “%(step)s”, happened on %(day)s: this one cannot be earlier.")
            % {"step": before.get_kind_display(), "day": date_format(before.happened_on)}
        )


@transaction.atomic
def agree_group(*, group: FocusGroup, by: Any, on: date, today: date, note: str = "") -> GroupEvent:
    """The Advisory Board agreed on topic, objectives and expected duration (ToR ¶16). Raises ``NotNow``."""
    return _record(group=group, kind=EventKind.AGREED, by=by, on=on, today=today, note=note)


@transaction.atomic
def form_group(*, group: FocusGroup, by: Any, on: date, today: date) -> GroupEvent:
    """Chair, co-chair and support team reach out to build the group (ToR ¶18). Raises ``NotNow`` without leaders."""
    if not group.is_confirmed():
        raise NotNow(_("Confirm chair and co-chair first (ToR ¶16)."))
    return _record(group=group, kind=EventKind.FORMED, by=by, on=on, today=today)


@transaction.atomic
def launch_group(*, group: FocusGroup, by: Any, on: date, today: date) -> GroupEvent:
    """The group begins to work; its Terms of Reference are effective from this day (ToR ¶6).

    Raises ``NotNow`` without a challenge and a theme on its page (ToR ¶7).
    """
    draft = group.source_page().draft()
    if not says_something(draft.challenge) or not draft.themes.exists():
        raise NotNow(_("The group's page needs a challenge and a theme before the launch (ToR ¶7)."))
    return _record(group=group, kind=EventKind.LAUNCHED, by=by, on=on, today=today, launched=PartialDate(on))


@transaction.atomic
def conclude_group(*, group: FocusGroup, by: Any, on: date, today: date) -> GroupEvent:
    """The objectives are achieved and the group is done (ToR ¶21). Raises ``NotNow``."""
    return _record(group=group, kind=EventKind.CONCLUDED, by=by, on=on, today=today, ended=PartialDate(on))


@transaction.atomic
def end_group_early(*, group: FocusGroup, by: Any, on: date, today: date, note: str) -> GroupEvent:
    """The group ends before its objectives are met, for the reason in ``note`` (ToR ¶23). Raises ``NotNow``."""
    if not note.strip():
        raise NotNow(_("Say why the group ends (ToR ¶23)."))
    return _record(group=group, kind=EventKind.ENDED_EARLY, by=by, on=on, today=today, note=note, ended=PartialDate(on))
