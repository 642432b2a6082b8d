"""The repeating parts of a work programme: blocks, because their ids are the same in every language."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from screens.days import DayBlock

from .choices import RESPONSIBLE_ROLES, Format


class ObjectiveBlock(blocks.StructBlock):
    """One tangible objective (ToR ¶11a); numbered by its place."""

    title = blocks.CharBlock(
        label=_("Objective"), help_text=_("For example “A financing model that three cities have tried”.")
    )
    text = blocks.TextBlock(label=_("Description"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("Objective")


class PlannedOutcomeBlock(blocks.StructBlock):
    """One final outcome as agreed: what and in which format (ToR ¶17, ¶19ah)."""

    title = blocks.CharBlock(label=_("Final outcome"))
    format = blocks.ChoiceBlock(choices=Format.choices, label=_("Format"))

    class Meta:
        icon = "doc-full"
        label = _("Final outcome")


class MilestoneBlock(blocks.StructBlock):
    """One milestone: what, by when, by whom (ToR ¶17, ¶23)."""

    title = blocks.CharBlock(label=_("Milestone"))
    due = DayBlock(label=_("Due"))
    responsible = blocks.ChoiceBlock(choices=RESPONSIBLE_ROLES, label=_("Responsible"))

    class Meta:
        icon = "date"
        label = _("Milestone")


class IndicatorBlock(blocks.StructBlock):
    """One key performance indicator (ToR ¶17)."""

    title = blocks.CharBlock(label=_("Indicator"))
    unit = blocks.CharBlock(label=_("Unit"), help_text=_("For example “cities” or “% of households”."))
    baseline = blocks.CharBlock(
        label=_("Baseline"), help_text=_("The value at the start; “0” where nothing exists yet.")
    )
    target = blocks.CharBlock(label=_("Target value"))

    class Meta:
        icon = "order"
        label = _("Key performance indicator")


class PointBlock(blocks.CharBlock):
    """One line of a list, for example of what is in scope."""

    class Meta:
        icon = "list-ul"
        label = _("Point")
