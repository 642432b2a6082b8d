"""What a reader sees of a search."""

import uuid
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.query import PageQuerySet

from focusgroups.models import FocusGroup, FocusGroupPage
from focusgroups.querysets import pages_of_groups
from outcomes.models import OutcomePage
from search.query import Hit, Result
from translations.languages import own_name

from .dates import as_known
from .groups import public_sources, version_for_reader
from .languages import other_language
from .outcome_list import format_name


def among_public_groups() -> PageQuerySet:
    """What stands under a group is found only while the group's page is public, in its source language."""
    return pages_of_groups(FocusGroup.objects.filter(work__in=public_sources().values("translation_key")))


def entries(result: Result) -> list[dict[str, Any]]:
    """The hits as entries of a list, each with the group that it belongs to; one query for all groups."""
    groups = _groups_of([hit.page for hit in result.hits])
    return [_entry(hit, groups.get(hit.page.pk)) for hit in result.hits]


def _entry(hit: Hit, group: FocusGroupPage | None) -> dict[str, Any]:
    page = hit.page
    titles = {"work_programme": _("Work programme"), "terms": _("Terms of Reference")}
    kinds = {"outcome": _("Outcome"), "group": _("Focus group"), **titles}
    meta = [kinds.get(hit.kind, "")]
    if isinstance(page, OutcomePage):
        meta += [format_name(page.format, page.format_other), as_known(page.dated)]
    return {
        "page": page,
        # There is one of them a group, and all are called the same.
        "title": f"{page.title} – {group.title}" if group and hit.kind in titles else page.title,
        "group": group.title if group else "",
        "meta": meta,
        "description": getattr(page, "abstract", "") or getattr(page, "summary", ""),
        "languages": ", ".join(own_name(code) for code in hit.languages),
        "lang": other_language(page),
    }


def _groups_of(pages: list[Page]) -> dict[int, FocusGroupPage | None]:
    """Key of a page under a group → the group's page, as the reader gets it."""
    above = {page.pk: page.path[: -Page.steplen] for page in pages}
    works = FocusGroupPage.objects.filter(path__in=above.values()).values("translation_key")
    families: dict[uuid.UUID, list[FocusGroupPage]] = {}
    work_at: dict[str, uuid.UUID] = {}
    for page in FocusGroupPage.objects.filter(translation_key__in=works).select_related("locale"):
        families.setdefault(page.translation_key, []).append(page)
        work_at[page.path] = page.translation_key
    return {key: version_for_reader(families[work_at[path]]) for key, path in above.items() if path in work_at}
