"""The Secretariat confirms the chair and selects the co-chair from its staff (ToR ¶16)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .. import emails
from ..choices import EventKind, Role
from ..models import FocusGroup, GroupEvent, Person
from ..permissions import may_confirm_leaders
from .membership import start_membership
from .record_event import NotNow


class NotOnTheStaff(Exception):
    """The co-chair comes from the Secretariat's staff (ToR ¶16)."""

    def __init__(self, person: Person) -> None:
        super().__init__(
            _("%(name)s is not on the Secretariat's staff, and the co-chair is selected from it (ToR ¶16).")
            % {"name": person}
        )


def is_on_the_staff(person: Person) -> bool:
    """Whether a person's account is flagged as the Secretariat's staff."""
    return person.user is not None and person.user.is_active and person.user.has_perm("focusgroups.serve_as_co_chair")


@transaction.atomic
def confirm_leaders(*, group: FocusGroup, chair: Person, co_chair: Person, by: Any, today: date) -> None:
    """Give both their roles, and accounts where they have none, and mail each what to do next.

    This verb alone does so. Raises ``PermissionDenied``; ``NotOnTheStaff`` (ToR ¶16); ``NotNow`` where the group has
    been confirmed before, or a person lacks what an account needs or has one that is switched off.
    """
    if not may_confirm_leaders(by):
        raise PermissionDenied(_("Only the SCM Secretariat confirms the chair and selects the co-chair (ToR ¶16)."))
    group = FocusGroup.objects.select_for_update().get(pk=group.pk)
    if group.is_confirmed():
        raise NotNow(_("Chair and co-chair of this group are confirmed already; a group has one of each (ToR ¶9, ¶16)."))
    if chair == co_chair:
        raise NotNow(_("Chair and co-chair are two people (ToR ¶9)."))
    if not is_on_the_staff(co_chair):
        raise NotOnTheStaff(co_chair)
    for person, role in ((chair, Role.CHAIR), (co_chair, Role.CO_CHAIR)):
        membership = start_membership(group=group, person=person, role=role, today=today)
        _give_account(person)
        emails.welcome_leader(membership)
    GroupEvent.objects.create(group=group, kind=EventKind.LEADERS_CONFIRMED, happened_on=today, by=by)
    log(group.source_page(), "focusgroups.confirm_leaders", user=by, data={"chair": chair.pk, "co_chair": co_chair.pk})


def _give_account(person: Person) -> None:
    """An account that may sign in and lead."""
    if not person.email:
        raise NotNow(_("%(name)s needs an e-mail address to get an account.") % {"name": person})
    user = person.user
    if user is None:
        user_model = get_user_model()
        user = user_model.objects.filter(email__iexact=person.email).first()
        if user is None:
            first, _space, last = person.name.partition(" ")
            # A password that nobody knows, so that "Forgotten password?" works when the link has run out.
            password = get_random_string(50)
            user = user_model.objects.create_user(person.email, password, first_name=first[:150], last_name=last[:150])
        elif other := Person.objects.filter(user=user).first():
            raise NotNow(
                _("%(email)s is the account of %(other)s: choose them as chair, or give %(name)s another address.")
                % {"email": person.email, "other": other, "name": person}
            )
        person.user = user
        person.save(update_fields=["user"])
    if not user.is_active:
        raise NotNow(
            _(
                "The account of %(name)s is switched off: choose somebody else, or ask the administrator to switch it on."
            )
            % {"name": person}
        )
    user.groups.add(Group.objects.get(name=settings.SCM_LEADERS_GROUP))
