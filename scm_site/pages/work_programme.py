"""The work programme of a group."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _

from focusgroups.choices import FORMATS
from focusgroups.models import TermsOfReferencePage, WorkProgrammePage
from moderation.models import Approval
from search.public import public_works

from .groups import below_family
from .languages import reader_language
from .material import material_context
from .timeline import timeline


def context_for(page: WorkProgrammePage, request: HttpRequest) -> dict[str, Any]:
    sections = [
        ("description", _("Description"), page.description),
        ("objectives", _("Objectives"), page.objectives),
        ("outcomes", _("Final outcome"), page.planned_outcomes),
        ("milestones", _("Milestones"), page.milestones),
        ("indicators", _("Key performance indicators"), page.indicators),
        ("timeframe", _("Timeframe"), page.starts_on or page.ends_on),
        ("rules", _("Rules of participation"), page.rules),
    ]
    return {
        **material_context(page),
        "terms": _terms_beside(page),
        "sections": [(id, text) for id, text, is_there in sections if is_there],
        "planned": [(block.value["title"], FORMATS.get(block.value["format"], "")) for block in page.planned_outcomes],
        "timeline": timeline(page.milestones, page.starts_on, page.ends_on),
        "indicator_head": [_("Indicator"), _("Unit"), _("Baseline"), _("Target value")],
        "indicator_rows": [
            [block.value[name] for name in ("title", "unit", "baseline", "target")] for block in page.indicators
        ],
    }


def _terms_beside(page: WorkProgrammePage) -> TermsOfReferencePage | None:
    """The group's public Terms of Reference as the reader gets them, with their ``approved_version`` (ToR ¶8)."""
    language = OuterRef("locale__language_code")
    version = Approval.objects.filter(work=OuterRef("translation_key"), language=language).in_force().values("version")
    beside = TermsOfReferencePage.objects.filter(below_family(page)).annotate(approved_version=Subquery(version))
    return public_works(beside, reader_language(), below=page.depth - 1).first()
