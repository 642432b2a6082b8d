"""The page of an outcome, child of its group's page."""

from typing import Any

from django import forms
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from focusgroups.choices import Format
from focusgroups.days import DayInput
from focusgroups.models import Country, MaterialPage, Person, Theme
from focusgroups.models.dates import PartialDateAttribute, precision_field
from focusgroups.panels import TITLE, ChecklistPanel
from focusgroups.parts import unfinished_parts
from moderation.models import Approval, Door, Missing

from ..blocks import BodyBlock, CityBlock, EventBlock, FileBlock, LinkBlock
from ..choices import Licence
from ..forms import OutcomePageForm
from ..permissions import may_record_correction
from ..planned import planned_outcome
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
    abstract = models.TextField(
        _("abstract"), blank=True, help_text=_("What it is, for whom, and what they gain: three to five sentences.")
    )
    body = StreamField(BodyBlock(required=False), verbose_name=_("content"), blank=True)
    files = _stream("file", FileBlock(), _("files"))
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
    dated_on = models.DateField(_("date"), null=True, blank=True, help_text=_("When it was finished."))
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
        FieldPanel("format"),
        FieldPanel("planned_outcome"),
        FieldPanel("abstract"),
        FieldPanel("body"),
        FieldPanel("files"),
        FieldPanel("licence"),
        MultiFieldPanel(
            [
                FieldPanel("format_other"),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                FieldPanel("people"),
                FieldPanel("dated_on", widget=DayInput),
                FieldPanel("cities"),
                FieldPanel("countries"),
                FieldPanel("links"),
                FieldPanel("events"),
                FieldPanel("change_note"),
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
    search_fields = [*Page.search_fields, index.SearchField("abstract"), index.SearchField("body")]
    sealed_fields = [
        "title",
        "format",
        "format_other",
        "planned_outcome",
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
    ]
    # Files are not translated by segments: a language adds its own, beside the segments (design: translation, 5).
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("format", overridable=False),
        TranslatableField("format_other"),
        SynchronizedField("planned_outcome", overridable=False),
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
    ]

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def missing(self) -> list[Missing]:
        """What a visitor and the Secretariat need before anything else (ToR ¶19, ¶22)."""
        found = []
        if not self.title.strip():
            found.append(Missing("title", _g("Give it a title.")))
        if not self.format:
            found.append(Missing("format", _g("Choose the format.")))
        if self.format == Format.OTHER and not self.format_other.strip():
            found.append(Missing("format_other", _g("Name the format, because you chose “Other”.")))
        if not self.abstract.strip():
            found.append(Missing("abstract", _g("Write the abstract.")))
        if not self.body and not self.files:
            found.append(Missing("body", _g("Add content or at least one file.")))
        if not self.licence:
            found.append(Missing("licence", _g("Choose the licence.")))
        return [*found, *unfinished_parts(self)]

    def remarks(self) -> list[str]:
        """What differs from the final outcome that the work programme agreed on (E1, ToR ¶22)."""
        if not self.is_source():
            return []
        if not self.planned_outcome:
            return [_g("It is tied to no final outcome of the work programme (ToR ¶22).")]
        planned = planned_outcome(self.get_parent(), self.planned_outcome)
        if planned is None:
            return [_g("The work programme does not hold the final outcome any more to which this is tied.")]
        if self.format and planned["format"] != self.format:
            return [
                _g("The work programme agreed on “%(title)s” as “%(planned)s”; this is “%(format)s” (ToR ¶22).")
                % {
                    "title": planned["title"],
                    "planned": Format(planned["format"]).label,
                    "format": self.get_format_display(),
                }
            ]
        return []

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

    @property
    def record(self) -> Outcome:
        return Outcome.objects.get(work=self.translation_key)
