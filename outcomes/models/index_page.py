"""The list of all outcomes."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField, TranslatableField

from focusgroups.models import FramePage


class OutcomeIndexPage(FramePage):
    """Outcomes of all groups, by format, theme, group, language, country and year."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*FramePage.content_panels, FieldPanel("intro")]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    search_fields: list[Any] = []
    search_kind = None
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("intro"),
        SynchronizedField("slug", overridable=False),
    ]

    class Meta:
        verbose_name = _("index of outcomes")
