"""A person agrees to be named in public, or no longer does (B22)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import FocusGroup, Person
from ..permissions import may_change_members


@transaction.atomic
def record_consent(*, person: Person, group: FocusGroup, given: bool, by: Any) -> None:
    """Record what a member of ``group`` said; a withdrawal hides the name on every page with the next request.

    Raises ``PermissionDenied``.
    """
    if not may_change_members(by, group) or not person.memberships.filter(group=group).exists():
        raise PermissionDenied(_("Only who looks after a group records the consent of its members."))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if given == person.is_named():
        return
    if given and person.consent_withdrawn_at and not by.has_perm("focusgroups.see_all"):
        raise PermissionDenied(
            _("They withdrew their consent: only the SCM Secretariat and its support team record it anew.")
        )
    if given:
        person.consent_given_at = timezone.now()
    else:
        person.consent_withdrawn_at = timezone.now()
    person.save(update_fields=["consent_given_at", "consent_withdrawn_at"])
    log(group.source_page(), "focusgroups.record_consent", user=by, data={"person": person.pk, "given": given})
