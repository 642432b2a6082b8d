"""The work programme: what the group will deliver, by when, and how one sees that it did (ToR ¶11a, ¶17)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from moderation.choices import ChecklistKind
from moderation.models import Approval
from screens.days import DayInput

from ..blocks import IndicatorBlock, MilestoneBlock, ObjectiveBlock, PlannedOutcomeBlock
from ..forms import WorkProgrammeForm
from ..panels import TITLE, ChecklistPanel
from .base import MaterialPage
from .group_page import RICH_TEXT


def _blocks(name: str, block: Any) -> StreamBlock:
    return StreamBlock([(name, block)], required=False)


def _day(name: str) -> FieldPanel:
    return FieldPanel(name, required_on_save=False, widget=DayInput)


class WorkProgrammePage(MaterialPage):
    """Description, objectives, planned outcomes, milestones, indicators, timeframe and rules of participation."""

    description = RichTextField(_("description"), blank=True, features=RICH_TEXT)
    objectives = StreamField(_blocks("objective", ObjectiveBlock()), verbose_name=_("objectives"), blank=True)
    planned_outcomes = StreamField(
        _blocks("outcome", PlannedOutcomeBlock()), verbose_name=_("final outcome"), blank=True
    )
    milestones = StreamField(_blocks("milestone", MilestoneBlock()), verbose_name=_("milestones"), blank=True)
    indicators = StreamField(
        _blocks("indicator", IndicatorBlock()), verbose_name=_("key performance indicators"), blank=True
    )
    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    ends_on = models.DateField(
        _("planned end"), null=True, blank=True, help_text=_("At least twelve months after the start (ToR ¶6).")
    )
    rules = RichTextField(
        _("rules of participation"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Who can take part and how the group works, including adherence to the SCM Charter (ToR ¶11a)."),
    )

    checklist_kind = ChecklistKind.AGREEMENT
    is_named_by_group = True
    base_form_class = WorkProgrammeForm
    needed_fields = (
        "description",
        "objectives",
        "planned_outcomes",
        "milestones",
        "indicators",
        "starts_on",
        "ends_on",
        "rules",
    )
    content_panels = [
        ChecklistPanel(),
        TITLE,
        FieldPanel("description"),
        FieldPanel("objectives"),
        FieldPanel("planned_outcomes"),
        FieldPanel("milestones"),
        FieldPanel("indicators"),
        MultiFieldPanel(
            [FieldRowPanel([_day("starts_on"), _day("ends_on")])],
            heading=_("Timeframe"),
        ),
        FieldPanel("rules"),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    parent_page_types = ["focusgroups.FocusGroupPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    is_creatable = False
    search_kind = "work_programme"
    search_fields = [*Page.search_fields, index.SearchField("description"), index.SearchField("objectives")]
    sealed_fields = [
        "title",
        "description",
        "objectives",
        "planned_outcomes",
        "milestones",
        "indicators",
        "starts_on",
        "ends_on",
        "rules",
    ]
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        TranslatableField("description"),
        TranslatableField("objectives"),
        TranslatableField("planned_outcomes"),
        TranslatableField("milestones"),
        TranslatableField("indicators"),
        SynchronizedField("starts_on", overridable=False),
        SynchronizedField("ends_on", overridable=False),
        TranslatableField("rules"),
    ]

    class Meta:
        verbose_name = _("work programme")
        verbose_name_plural = _("work programmes")

    def binding_start(self) -> date | None:
        """The day from which the twelve months of ToR ¶6 count: the launch and, until it is recorded, the planned start."""
        return self.group.launched_on or self.starts_on

    def approved(self, approval: Approval, documents: set[int]) -> None:
        from ..actions.plan_dates import plan_dates

        super().approved(approval, documents)
        if self.is_source():
            plan_dates(page=self.draft())

    @classmethod
    def descriptions(cls, keys: Iterable[int]) -> dict[int, str]:
        found = cls.objects.live().filter(pk__in=keys).values_list("pk", "description")
        return {key: Truncator(get_text_for_indexing(text)).words(50) for key, text in found}
