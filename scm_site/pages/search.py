"""What a reader sees of a search."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.query import PageQuerySet

from focusgroups.models import FocusGroup
from focusgroups.querysets import pages_of_groups
from search.query import Result

from .groups import public_sources
from .languages import other_language, own_name


def among_public_groups() -> PageQuerySet:
    """What stands under a group is found only while the group's page is public, in its source language."""
    return pages_of_groups(FocusGroup.objects.filter(work__in=public_sources().values("translation_key")))


def entries(result: Result) -> list[dict[str, Any]]:
    """The hits as entries of a list."""
    kinds = {
        "outcome": _("Outcome"),
        "group": _("Focus group"),
        "work_programme": _("Work programme"),
        "terms": _("Terms of Reference"),
    }
    return [
        {
            "page": hit.page,
            "meta": [kinds.get(hit.kind, "")],
            "description": getattr(hit.page, "abstract", "") or getattr(hit.page, "summary", ""),
            "languages": ", ".join(own_name(code) for code in hit.languages),
            "lang": other_language(hit.page),
        }
        for hit in result.hits
    ]
