"""People and their memberships: ended, never overwritten."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from moderation.models.event import EventModel

from ..choices import Role
from ..querysets import MembershipQuerySet
from ..rules import needs_organisation
from .dates import precision_field

# The columns that end a membership.
ENDING = {"ended_on", "ended_on_precision"}


class Person(models.Model):
    """Somebody who takes part in focus groups, with an account or without.

    The name is shown in public only with recorded consent (B22); it is looked up each time, so that a withdrawal hides
    it everywhere at once.
    """

    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("job title"), max_length=200, blank=True, help_text=_("For example “Head of Energy”."))
    organisation = models.CharField(
        _("organisation"), max_length=200, blank=True, help_text=_("For example “City of Ghent”.")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    consent_given_at = models.DateTimeField(_("consent to be named, given"), null=True, blank=True)
    consent_withdrawn_at = models.DateTimeField(_("consent to be named, withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="focusgroups_one_person_an_address"),
            models.CheckConstraint(
                condition=Q(consent_withdrawn_at=None) | Q(consent_given_at__isnull=False),
                name="focusgroups_consent_given_before_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_named(self) -> bool:
        """Whether the name may be shown in public."""
        return self.consent_given_at is not None and (
            self.consent_withdrawn_at is None or self.consent_withdrawn_at < self.consent_given_at
        )


class Membership(EventModel):
    """A person in a role of a group, from a day to a day, with title and organisation as they were then.

    Written once, and once more on the day that ends it.
    """

    group = models.ForeignKey("focusgroups.FocusGroup", on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    title = models.CharField(_("job title"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    started_on = models.DateField(_("since"))
    started_on_precision = precision_field()
    ended_on = models.DateField(_("until"), null=True, blank=True)
    ended_on_precision = precision_field()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=Q(role=Role.CHAIR, ended_on=None), name="focusgroups_one_current_chair"
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(role=Role.CO_CHAIR, ended_on=None),
                name="focusgroups_one_current_co_chair",
            ),
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(ended_on=None), name="focusgroups_member_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="focusgroups_membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_role_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._ends_now(kwargs.get("update_fields") or ()):
            super(EventModel, self).save(*args, **kwargs)
        else:
            super().save(*args, **kwargs)

    def _ends_now(self, written: Iterable[str]) -> bool:
        """Whether nothing but the end is written, of a membership that has none yet."""
        return {"ended_on"} <= {*written} <= ENDING and Membership.objects.current().filter(pk=self.pk).exists()

    def clean(self) -> None:
        if needs_organisation(self.role) and not self.organisation:
            raise ValidationError(
                {"organisation": _("Chair, co-chair and support team name their organisation (ToR ¶9).")}
            )

    def shown_name(self) -> str:
        """The name as the public sees it, or ``""`` where it is withheld."""
        return self.person.name if self.person.is_named() else ""
