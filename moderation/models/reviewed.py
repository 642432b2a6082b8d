"""What a page type answers for the screens of quality control: what is asked there, and which ways lead on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.models import Page

from ..choices import ChecklistKind
from ..places import places_in
from .checklist import Checklist


@dataclass(frozen=True)
class Pair:
    """A piece of text beside the one of the source that it translates; ``""`` where one of them is missing."""

    place: str
    source: str
    own: str


@dataclass(frozen=True)
class Door:
    """A way on from the review screen: its words, where it leads, what to know before."""

    label: str
    address: str
    remark: str = ""


# What the mixins are mixed into; at run time they stay abstract and know no table.
_Base = Page if TYPE_CHECKING else models.Model


class ReviewedMixin(_Base):
    """A page type as its reviewer meets it: its questions, places and texts, and where the screens lead."""

    # The questions on a page in the language that it was written in.
    checklist_kind: ClassVar[ChecklistKind] = ChecklistKind.DELIVERY

    class Meta:
        abstract = True

    def checklist(self) -> Checklist:
        """The questions that a reviewer answers now: a translation has its own."""
        return Checklist.objects.in_force(self.checklist_kind if self.is_source() else ChecklistKind.TRANSLATION)

    def places(self) -> list[tuple[str, str]]:
        """The fields and blocks of a draft that a point to mend can name, each with its label."""
        fields = [self._meta.get_field(name) for name in self.sealed_fields]
        return places_in(self, [field.name for field in fields if field.editable])

    def names_in(self, field: str) -> dict[str, str]:
        """The words for the keys that a field holds, where it holds keys."""
        return dict(getattr(self._meta.get_field(field), "flatchoices", ()))

    def anchor_of(self, place: str) -> str:
        """The id at which a place (a field, a block in one, a point) stands in the editor."""
        name, _dot, block = place.partition(".")
        if block:
            return f"block-{block}-section"
        # Wagtail names a tab in the language of whoever opens an editor first, and keeps that.
        for tab, tab_name in _children(self.get_edit_handler()):
            for panel, panel_name in _children(tab):
                if getattr(panel, "field_name", None) == name:
                    return f"panel-child-{tab_name}-{panel_name}-section"
        # Inside a group of fields stands the input alone; a point and the note are their own anchors.
        return name if name.startswith(("point-", "note_")) else f"id_{name}"

    def pairs(self) -> list[Pair]:
        """The texts of a translation's draft beside those of its source."""
        return []

    def doors(self, user: Any) -> list[Door]:
        """What else this user can do with the page."""
        return []

    def after_approval(self, user: Any) -> Door | None:
        """What this user should do next because a version became public."""
        return None

    def after_decision_address(self, user: Any) -> str:
        """Where this user goes on once the page is decided."""
        return reverse("moderation:queue")

    def editing_address(self) -> str:
        """The admin screen on which this page is edited, for a mail."""
        return reverse("wagtailadmin_pages:edit", args=[self.pk])

    def overview_address(self) -> str:
        """The admin screen on which its authors see where all of their pages stand, for a mail."""
        return reverse("moderation:queue")


def _children(panel: Panel) -> Iterator[tuple[Panel, str]]:
    """The panels in a group of panels, each with its part of the ids that stand in the editor."""
    return zip(getattr(panel, "children", ()), getattr(panel, "child_identifiers", ()), strict=True)
