"""The record of a focus group: what is the case now, one row for all languages."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import Precision, Role, State
from ..querysets import FocusGroupQuerySet
from .dates import PartialDateAttribute, precision_field
from .person import Membership, Person


class FocusGroup(models.Model):
    """A focus group under the SCM's Terms of Reference. Written by verbs only; its texts are on its page."""

    reference = models.CharField(_("reference"), max_length=30, unique=True)
    work = models.UUIDField(
        _("work"), unique=True, default=uuid.uuid4, help_text=_("The translation key of the group's pages.")
    )
    name = models.CharField(
        _("working title"),
        max_length=255,
        help_text=_("The name at set-up; the group's page bears the name in each language."),
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.PROPOSED)
    planned_start = models.DateField(_("planned start"), null=True, blank=True)
    planned_end = models.DateField(_("planned end"), null=True, blank=True)
    launched_on = models.DateField(_("launched on"), null=True, blank=True)
    launched_on_precision = precision_field()
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_on_precision = precision_field()
    proposed_chair = models.ForeignKey(
        Person, verbose_name=_("proposed chair"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_co_chair = models.ForeignKey(
        Person, verbose_name=_("proposed co-chair"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_note = models.TextField(_("source"), blank=True, help_text=_("Where an imported group was recorded before."))

    objects = FocusGroupQuerySet.as_manager()

    launched = PartialDateAttribute("launched_on")
    ended = PartialDateAttribute("ended_on")

    class Meta:
        verbose_name = _("focus group")
        verbose_name_plural = _("focus groups")
        ordering = ["-reference"]
        permissions = [
            ("set_up", "Can set up a focus group and propose chair and co-chair"),
            ("confirm_leaders", "Can confirm chair and co-chair"),
            ("serve_as_co_chair", "Is on the Secretariat's staff and can be co-chair"),
            ("see_all", "Can see every focus group with its drafts"),
            ("edit_all", "Can edit the pages and members of every focus group"),
            ("record_decisions", "Can record what happens in the life of a group"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_end=None) | Q(planned_end__gt=F("planned_start")),
                name="focusgroups_planned_end_after_start",
            ),
            # Of a date known by its month or year the column holds the first day that it may mean.
            models.CheckConstraint(
                condition=Q(ended_on=None)
                | Q(launched_on=None)
                | Q(ended_on__gte=F("launched_on"))
                | ~Q(ended_on_precision=Precision.DAY),
                name="focusgroups_ended_after_launched",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def is_confirmed(self) -> bool:
        """Whether chair and co-chair have been confirmed (ToR ¶16)."""
        return self.memberships.current().filter(role=Role.CHAIR).exists()

    def is_open(self) -> bool:
        """Whether its members still work: neither concluded nor ended."""
        return self.state not in (State.CONCLUDED, State.ENDED_EARLY)

    def source_page(self) -> Any:
        """The group's page in the language that it was written in; the log of the group hangs on it."""
        from .group_page import FocusGroupPage

        return FocusGroupPage.objects.get(translation_key=self.work, locale__language_code=F("source_language"))

    def current_members(self) -> models.QuerySet[Membership]:
        return self.memberships.current().in_order()

    def members_on(self, day: date) -> models.QuerySet[Membership]:
        return self.memberships.on(day).in_order()

    def leader_users(self) -> list:
        """The accounts of chair and co-chair, in this order."""
        leaders = self.memberships.current().leading().in_order().select_related("person__user")
        return [leader.person.user for leader in leaders if leader.person.user]
