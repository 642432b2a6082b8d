"""The page of a focus group, and the index of all of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from moderation.choices import ChecklistKind
from search.findable import Found

from ..blocks import PointBlock
from ..forms import GatedPageForm
from ..panels import TITLE, ChecklistPanel, folded_stream
from .base import GatedPage
from .frame import IndexPage
from .group import FocusGroup
from .taxonomy import Theme

RICH_TEXT = ["h3", "bold", "italic", "link", "ol", "ul"]


class FocusGroupIndexPage(IndexPage):
    """All focus groups, by state and theme."""

    subpage_types = ["focusgroups.FocusGroupPage"]
    search_kind = None

    class Meta:
        verbose_name = _("index of focus groups")


class FocusGroupPage(GatedPage):
    """What a focus group works on: its texts. State, dates and members come from the record."""

    summary = models.TextField(
        _("summary"), blank=True, max_length=500, help_text=_("Two sentences that a visitor reads in a list.")
    )
    challenge = RichTextField(
        _("challenge or gap addressed"),
        blank=True,
        features=RICH_TEXT,
        help_text=_(
            "The commonly identified challenge of the green and just transition that the group works on (ToR ¶7)."
        ),
    )
    scope_in = StreamField(
        StreamBlock([("point", PointBlock())], required=False), verbose_name=_("in scope"), blank=True
    )
    scope_out = StreamField(
        StreamBlock([("point", PointBlock())], required=False), verbose_name=_("out of scope"), blank=True
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="+")
    contact = models.EmailField(
        _("contact"),
        blank=True,
        help_text=_("A functional mailbox that visitors may write to, for example heat@city.example."),
    )
    how_to_join = RichTextField(
        _("how to join"), blank=True, features=RICH_TEXT, help_text=_("Shown while the group is forming (ToR ¶18).")
    )

    checklist_kind = ChecklistKind.AGREEMENT
    base_form_class = GatedPageForm
    needed_fields = ("summary", "challenge", "themes")
    content_panels = [
        ChecklistPanel(),
        TITLE,
        FieldPanel("summary"),
        FieldPanel("challenge"),
        FieldPanel("themes", required_on_save=False, widget=forms.CheckboxSelectMultiple),
        MultiFieldPanel(
            [folded_stream("scope_in"), folded_stream("scope_out"), FieldPanel("contact"), FieldPanel("how_to_join")],
            heading=_("More"),
            classname="collapsed",
        ),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    parent_page_types = ["focusgroups.FocusGroupIndexPage"]
    is_creatable = False
    search_kind = "group"
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("challenge"),
        index.SearchField("names_of_themes"),
    ]
    sealed_fields = ["title", "summary", "challenge", "scope_in", "scope_out", "themes", "contact", "how_to_join"]
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        TranslatableField("summary"),
        TranslatableField("challenge"),
        TranslatableField("scope_in"),
        TranslatableField("scope_out"),
        SynchronizedField("themes", overridable=False),
        SynchronizedField("contact", overridable=False),
        TranslatableField("how_to_join"),
    ]

    class Meta:
        verbose_name = _("focus group")
        verbose_name_plural = _("focus groups")

    @property
    def group_work(self) -> Any:
        return self.translation_key

    def has_record(self) -> bool:
        return FocusGroup.objects.filter(work=self.translation_key).exists()

    def names_of_themes(self) -> list[str]:
        """As readers of its language see them."""
        return [theme.label(self.locale.language_code) for theme in self.themes.all()]

    @classmethod
    def get_indexed_objects(cls) -> QuerySet:
        """With what ``names_of_themes`` asks of each."""
        return super().get_indexed_objects().select_related("locale").prefetch_related("themes")

    @classmethod
    def facet_values(cls, found: Sequence[Found]) -> Iterable[tuple[int, str, str]]:
        yield from super().facet_values(found)
        themes = cls.themes.through.objects.filter(focusgrouppage__live=True)
        for key, code in themes.values_list("focusgrouppage_id", "theme_id"):
            yield key, "theme", code

    @classmethod
    def descriptions(cls, keys: Iterable[int]) -> dict[int, str]:
        return dict(cls.objects.live().filter(pk__in=keys).values_list("pk", "summary"))
