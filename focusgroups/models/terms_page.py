"""The Terms of Reference of one group: the SCM's wording and the group's facts, as they were when filled in."""

from itertools import zip_longest
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from moderation.choices import ChecklistKind
from moderation.models import Approval

from .. import wording
from ..forms import GatedPageForm
from ..panels import ChecklistPanel, SnapshotPanel
from .base import MaterialPage
from .person import Person


class TermsOfReferencePage(MaterialPage):
    """The document of ToR ¶1–¶24 for one group.

    ``snapshot`` holds the version of the wording, the group's name, dates, aims and members by their keys, and the
    version of the work programme that it quotes. It changes only by "fill in from the group's data" and a new approval
    (¶24); a member's name is looked up when shown, so that a withdrawn consent hides it here too.
    """

    snapshot = models.JSONField(_("the group's facts"), default=dict, blank=True, editable=False)

    # Each language has the SCM's own wording, filled in anew (design: translation, 6).
    has_segments = False
    exclude_fields_in_copy = ["snapshot"]

    checklist_kind = ChecklistKind.AGREEMENT
    is_named_by_group = True
    base_form_class = GatedPageForm
    content_panels = [
        ChecklistPanel(),
        FieldPanel("title", read_only=True, help_text=_("As readers will see it.")),
        SnapshotPanel(heading=_("Document")),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    parent_page_types = ["focusgroups.FocusGroupPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    is_creatable = False
    search_kind = "terms"
    search_fields = [*Page.search_fields, index.SearchField("aims_text")]
    sealed_fields = ["title", "snapshot"]
    translatable_fields = [TranslatableField("title"), SynchronizedField("slug", overridable=False)]

    class Meta:
        verbose_name = _("Terms of Reference")
        verbose_name_plural = _("Terms of Reference")

    def aims_text(self) -> str:
        """The aims as the search reads them."""
        return " ".join(self.snapshot.get("aims", []))

    def texts_beside_source(self) -> list[tuple[str, str, str]]:
        """The facts that they quote; the wording around them is the SCM's own in each language."""
        source, own = self.translated_page().facts(), self.draft().facts()
        empty = ("", "")
        return [
            (label or own_label, text, own_text)
            for (label, text), (own_label, own_text) in zip_longest(source, own, fillvalue=empty)
        ]

    def facts(self) -> list[tuple[str, str]]:
        """What is filled in, but for the members, each with what it is."""
        facts = self.snapshot
        aims = [(_g("Aim %(number)d") % {"number": number}, aim) for number, aim in enumerate(facts.get("aims", []), 1)]
        return [
            (_g("Title"), self.title),
            (_g("Name of the focus group"), facts.get("name") or ""),
            (_g("Planned start"), facts.get("start") or ""),
            (_g("Planned end"), facts.get("end") or ""),
            *aims,
        ]

    @cached_property
    def work_programme(self) -> Any:
        """The group's work programme in this language with its ``approved_version``, where one is in force."""
        from .work_programme_page import WorkProgrammePage

        approvals = Approval.objects.for_work(OuterRef("translation_key"), self.locale.language_code).in_force()
        programmes = WorkProgrammePage.objects.sibling_of(self)
        approved = programmes.annotate(approved_version=Subquery(approvals.values("version")))
        return approved.exclude(approved_version=None).first()

    @property
    def quoted_version(self) -> str:
        """The version of the work programme whose aims it quotes."""
        return self.snapshot.get("work_programme_version", "")

    def is_behind_work_programme(self) -> bool:
        """Whether the work programme that it quotes has been superseded (A9)."""
        programme = self.work_programme
        return bool(self.snapshot and programme and programme.approved_version != self.quoted_version)

    def document(self, charter_url: str) -> wording.Document:
        """The whole document, composed of the wording and the snapshot; names as they may be shown today."""
        facts = self.snapshot
        language = self.locale.language_code
        people = Person.objects.in_bulk([member["person"] for member in facts.get("members", [])])
        return wording.compose(
            wording.load(facts.get("wording") or wording.latest_version(), language),
            wording.Facts(
                name=facts.get("name", ""),
                start=facts.get("start", ""),
                end=facts.get("end", ""),
                aims=tuple(facts.get("aims", [])),
                charter_url=charter_url,
                members=tuple(
                    wording.MemberLine(
                        role=member["role"],
                        name=people[member["person"]].name if people[member["person"]].is_named() else "",
                        title=member["title"] if people[member["person"]].is_named() else "",
                        organisation=member["organisation"],
                    )
                    for member in facts.get("members", [])
                ),
            ),
        )
