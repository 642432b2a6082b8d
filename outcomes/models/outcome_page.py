"""The page of an outcome, child of its group's page."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from focusgroups.choices import FORMATS, Format
from focusgroups.models import Country, MaterialPage, Person, Theme
from focusgroups.models.dates import PartialDateAttribute, precision_field
from focusgroups.panels import TITLE, ChecklistPanel, folded_stream
from moderation.models import Approval, Door
from screens.days import DayInput
from search.findable import Found

from ..blocks import BodyBlock, CityBlock, EventBlock, FileBlock, LinkBlock
from ..choices import DemonstratorStatus, Licence, RecordingText
from ..file_texts import passages_of_files, text_for_index
from ..forms import OutcomePageForm
from ..panels import FirstVersionPanel, FromSecondVersionPanel
from ..permissions import may_record_correction
from ..planned import agreed_programme, names_of_objectives, names_of_outcomes
from ..recorded import why_not_recorded
from .outcome import Outcome


def _stream(name: str, block: Any, label: Any, **options: Any) -> StreamField:
    return StreamField(StreamBlock([(name, block)], required=False), verbose_name=label, blank=True, **options)


class OutcomePage(MaterialPage):
    """What a group delivers: project, demonstrator, report, online seminar, white paper or other (ToR ¶19ah)."""

    format = models.CharField(
        _("format"),
        max_length=20,
        choices=Format.choices,
        blank=True,
        help_text=_("As agreed in the work programme (ToR ¶19)."),
    )
    format_other = models.CharField(
        _("format, where other"), max_length=100, blank=True, help_text=_("For example “Technical specification”.")
    )
    planned_outcome = models.CharField(
        _("final outcome as agreed"),
        max_length=36,
        blank=True,
        help_text=_("Which final outcome of the work programme this delivers (ToR ¶22)."),
    )
    objective = models.CharField(
        _("objective"),
        max_length=36,
        blank=True,
        default="",
        help_text=_("Which objective of the work programme this serves (ToR ¶17)."),
    )
    abstract = models.TextField(
        _("abstract"), blank=True, help_text=_("What it is, for whom, and what they gain: three to five sentences.")
    )
    body = StreamField(BodyBlock(required=False), verbose_name=_("content"), blank=True)
    files = _stream("file", FileBlock(), _("files"))
    recording = models.URLField(
        _("recording"), blank=True, help_text=_("Its address, where it is not among the files (online seminar).")
    )
    recording_text = models.CharField(
        _("text of the recording"),
        max_length=20,
        choices=RecordingText.choices,
        blank=True,
        help_text=_("How people who do not hear follow it (online seminar)."),
    )
    operator = models.CharField(_("operator"), max_length=200, blank=True, help_text=_("Who runs it (demonstrator)."))
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=DemonstratorStatus.choices,
        blank=True,
        help_text=_("Whether it can be seen at work (demonstrator)."),
    )
    licence = models.CharField(
        _("licence"), max_length=40, choices=Licence.choices, blank=True, help_text=_("Under which others may use it.")
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="+")
    people = ParentalManyToManyField(
        Person,
        verbose_name=_("authors"),
        blank=True,
        related_name="+",
        help_text=_("Beside the group itself; shown by name only with consent."),
    )
    dated_on = models.DateField(
        _("date"), null=True, blank=True, help_text=_("When it was finished; of an online seminar, when it was held.")
    )
    dated_on_precision = precision_field()
    cities = _stream("city", CityBlock(), _("cities"))
    countries = ParentalManyToManyField(Country, verbose_name=_("countries"), blank=True, related_name="+")
    links = _stream("link", LinkBlock(), _("projects and financing plans that it informed"))
    events = _stream("event", EventBlock(), _("events where it is presented"))
    change_note = models.TextField(
        _("change note"), blank=True, help_text=_("What is new in this version, for readers of the one before.")
    )

    dated = PartialDateAttribute("dated_on")

    base_form_class = OutcomePageForm
    needed_fields = ("format", "abstract", "licence")
    content_panels = [
        ChecklistPanel(),
        TITLE,
        FromSecondVersionPanel([FieldPanel("change_note")], heading=_("What is new in this version")),
        FieldPanel("format"),
        FieldPanel("planned_outcome"),
        FieldPanel("objective"),
        FieldPanel("abstract"),
        FieldPanel("body", help_text=_("Press + to add a heading, text, a picture, a table, figures or a quotation.")),
        FieldPanel("files", help_text=_("Press + to add a file: PDF, office document, CSV, ZIP or MP4, up to 50 MB.")),
        FieldPanel("licence"),
        MultiFieldPanel(
            [
                FieldPanel("format_other"),
                FieldPanel("recording"),
                FieldPanel("recording_text"),
                FieldPanel("operator"),
                FieldPanel("status"),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                FieldPanel("people", widget=forms.CheckboxSelectMultiple),
                FieldPanel("dated_on", widget=DayInput),
                folded_stream("cities"),
                FieldPanel("countries", help_text=_("Several: hold Ctrl, on a Mac ⌘, while you click.")),
                folded_stream("links"),
                folded_stream("events"),
                FirstVersionPanel("change_note"),
            ],
            heading=_("More"),
            classname="collapsed",
        ),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    parent_page_types = ["focusgroups.FocusGroupPage"]
    subpage_types: list[str] = []
    record_rule = staticmethod(why_not_recorded)
    search_kind = "outcome"
    found_fields = ("format", "format_other", "dated_on", "dated_on_precision")
    found_day = "dated_on"
    search_fields = [
        *Page.search_fields,
        index.SearchField("abstract"),
        index.SearchField("body"),
        index.SearchField("names_in_facets"),
        index.SearchField("text_of_files"),
    ]
    sealed_fields = [
        "title",
        "format",
        "format_other",
        "planned_outcome",
        "objective",
        "abstract",
        "body",
        "files",
        "licence",
        "themes",
        "people",
        "dated_on",
        "dated_on_precision",
        "cities",
        "countries",
        "links",
        "events",
        "change_note",
        "recording",
        "recording_text",
        "operator",
        "status",
    ]
    # Files are not translated by segments: a language adds its own, beside the segments (design: translation, 5).
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("format", overridable=False),
        TranslatableField("format_other"),
        SynchronizedField("planned_outcome", overridable=False),
        SynchronizedField("objective", overridable=False),
        TranslatableField("abstract"),
        TranslatableField("body"),
        SynchronizedField("licence", overridable=False),
        SynchronizedField("themes", overridable=False),
        SynchronizedField("people", overridable=False),
        SynchronizedField("dated_on", overridable=False),
        SynchronizedField("dated_on_precision", overridable=False),
        SynchronizedField("cities", overridable=False),
        SynchronizedField("countries", overridable=False),
        SynchronizedField("links", overridable=False),
        SynchronizedField("events", overridable=False),
        TranslatableField("change_note"),
        SynchronizedField("recording", overridable=False),
        SynchronizedField("recording_text", overridable=False),
        SynchronizedField("operator", overridable=False),
        SynchronizedField("status", overridable=False),
    ]

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def has_record(self) -> bool:
        return Outcome.objects.filter(work=self.translation_key).exists()

    def created(self) -> None:
        from ..actions import record_outcome

        record_outcome(page=self)

    def approved(self, approval: Approval, documents: set[int]) -> None:
        from ..actions import record_publication

        super().approved(approval, documents)
        record_publication(page=self, approval=approval)

    def withdrawn(self, reason: str, by: Any) -> None:
        from ..actions import record_withdrawal

        super().withdrawn(reason, by)
        record_withdrawal(page=self, reason=reason)

    def doors(self, user: Any) -> list[Door]:
        found = super().doors(user)
        if self.live and may_record_correction(user):
            found.append(Door(_g("Record a correction"), reverse("outcomes:correct", args=[self.pk])))
        return found

    def names_in(self, field: str) -> dict[str, str]:
        names = {"planned_outcome": names_of_outcomes, "objective": names_of_objectives}.get(field)
        return names(agreed_programme(self.source_page().group_page)) if names else super().names_in(field)

    def text_of_files(self) -> str:
        """For the search index; what is private stands in no index."""
        return text_for_index(self.files)

    @property
    def record(self) -> Outcome:
        return Outcome.objects.get(work=self.translation_key)

    # --- What the search finds ---------------------------------------------------------------------------

    @classmethod
    def get_indexed_objects(cls) -> QuerySet:
        """With what ``names_in_facets`` asks of each, without what takes long to read and no search field asks."""
        pages = super().get_indexed_objects().defer("cities", "events", "links")
        return pages.select_related("locale").prefetch_related("themes", "countries")

    def names_in_facets(self) -> list[str]:
        """Format, themes and countries as readers of its language see them."""
        with override(self.locale.language_code):
            named = [FORMATS.get(self.format, ""), *self.themes.all(), *self.countries.all()]
            return [str(one).strip("*") for one in named]

    @classmethod
    def facet_values(cls, found: Sequence[Found]) -> Iterable[tuple[int, str, str]]:
        yield from super().facet_values(found)
        for page in found:
            yield page.key, "format", page.facts["format"]
            if page.day != date.min:
                yield page.key, "year", str(page.day.year)
        for field, column, facet in (("themes", "theme_id", "theme"), ("countries", "country_id", "country")):
            rows = getattr(cls, field).through.objects.filter(outcomepage__live=True)
            for key, code in rows.values_list("outcomepage_id", column):
                yield key, facet, code

    @classmethod
    def descriptions(cls, keys: Iterable[int]) -> dict[int, str]:
        return dict(cls.objects.live().filter(pk__in=keys).values_list("pk", "abstract"))

    @classmethod
    def file_passages(cls, keys: Iterable[int]) -> dict[int, list[Any]]:
        return passages_of_files(dict(cls.objects.filter(pk__in=keys).values_list("pk", "files")))
