"""Add a member to a group and end a membership (ToR ¶9, ¶11b, ¶18)."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..choices import LEADING_ROLES, Role
from ..models import FocusGroup, Membership, Person
from ..people import refuse_addresses
from ..permissions import may_change_members
from ..rules import needs_organisation


class AlreadyMember(Exception):
    """A person is a member of a group once at a time."""


class OrganisationMissing(Exception):
    """Chair, co-chair and support team name their organisation (ToR ¶9)."""


class RoleNotOpen(Exception):
    """Chair and co-chair are confirmed by the Secretariat, never added or ended here (ToR ¶16)."""


def start_membership(
    *, group: FocusGroup, person: Person, role: str, today: date, title: str = "", organisation: str = ""
) -> Membership:
    """The row itself, with title and organisation as they are now; the caller holds the lock and has checked.

    Where ``title`` or ``organisation`` is left out, it is the person's own.
    """
    title, organisation = title.strip() or person.title, organisation.strip() or person.organisation.strip()
    refuse_addresses(title, organisation)
    if needs_organisation(role) and not organisation:
        raise OrganisationMissing(_("%(name)s needs an organisation in this role (ToR ¶9).") % {"name": person})
    if group.memberships.current().filter(person=person).exists():
        raise AlreadyMember(_("%(name)s is a member of this group already (ToR ¶9).") % {"name": person})
    return Membership.objects.create(
        group=group, person=person, role=role, title=title, organisation=organisation, started_on=today
    )


@transaction.atomic
def add_member(
    *, group: FocusGroup, person: Person, role: str, by: Any, today: date, title: str = "", organisation: str = ""
) -> Membership:
    """Add a participant or a member of the support team from ``today`` on, with title and organisation of that day.

    Raises ``PermissionDenied``, ``RoleNotOpen``, ``AddressGiven``, ``OrganisationMissing`` or ``AlreadyMember``.
    """
    group = FocusGroup.objects.select_for_update().get(pk=group.pk)
    if not may_change_members(by, group):
        raise PermissionDenied(_("Only chair, co-chair, support team and Secretariat change the members of a group."))
    if role in LEADING_ROLES:
        raise RoleNotOpen(_("The Secretariat confirms the chair and selects the co-chair (ToR ¶16)."))
    refuse_addresses(person.name)
    membership = start_membership(
        group=group, person=person, role=role, today=today, title=title, organisation=organisation
    )
    _log(group, "focusgroups.add_member", by, membership)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Any, today: date) -> None:
    """End a membership with ``today`` as its last day; the row stays. Raises ``PermissionDenied`` or ``RoleNotOpen``."""
    group = FocusGroup.objects.select_for_update().get(pk=membership.group_id)
    if not may_change_members(by, group):
        raise PermissionDenied(_("Only chair, co-chair, support team and Secretariat change the members of a group."))
    membership = Membership.objects.get(pk=membership.pk)
    if membership.role in LEADING_ROLES:
        raise RoleNotOpen(_("A group has one chair and one co-chair until it ends (ToR ¶9); the Secretariat replaces them."))
    if membership.ended_on is None:
        membership.ended_on = max(today, membership.started_on)
        membership.save(update_fields=["ended_on"])
        _log(group, "focusgroups.end_membership", by, membership)


def _log(group: FocusGroup, action: str, by: Any, membership: Membership) -> None:
    log(group.source_page(), action, user=by, data={"person": membership.person_id, "role": str(Role(membership.role))})
