"""What happened in the life of a group: written once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models.event import EventModel

from ..choices import EventKind
from .dates import PartialDateAttribute, precision_field
from .group import FocusGroup


class GroupEvent(EventModel):
    """One event of one group, on a day that may be known only by its month or year."""

    group = models.ForeignKey(FocusGroup, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("event"), max_length=30, choices=EventKind.choices)
    happened_on = models.DateField(_("date"))
    happened_on_precision = precision_field()
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    happened = PartialDateAttribute("happened_on")

    class Meta:
        verbose_name = _("event of a focus group")
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.group.reference}: {self.get_kind_display()}"
