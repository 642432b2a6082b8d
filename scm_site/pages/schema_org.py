"""What a search engine reads of an outcome, in the words of schema.org, as JSON-LD (F1)."""

import json
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from focusgroups.choices import Format
from outcomes.choices import LICENCE_ADDRESSES
from outcomes.models import Outcome, OutcomePage

from .languages import work_url

# https://schema.org/docs/full.html
TYPES = {
    Format.PROJECT: "Project",
    Format.DEMONSTRATOR: "ResearchProject",
    Format.REPORT: "Report",
    Format.ONLINE_SEMINAR: "VideoObject",
    Format.WHITE_PAPER: "Article",
    Format.OTHER: "CreativeWork",
}
# These are organisations to schema.org, and know nothing of languages and licences.
PROJECTS = (Format.PROJECT, Format.DEMONSTRATOR)
# What would end the element or begin another one.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def json_ld(
    page: OutcomePage, record: Outcome, request: HttpRequest, *, group_page: Any, themes: list[str], places: list[str]
) -> SafeString:
    """One public outcome, to stand in a ``script`` element of the type ``application/ld+json``."""
    own = page.locale.language_code
    group = group_page and {
        "@type": "Organization",
        "name": group_page.title,
        "url": request.build_absolute_uri(work_url(group_page, group_page.locale.language_code)),
    }
    known = {
        "@context": "https://schema.org",
        "@type": TYPES.get(page.format, "CreativeWork"),
        "@id": request.build_absolute_uri(reverse("reference", args=[record.reference])),
        "url": request.build_absolute_uri(work_url(page, own)),
        "identifier": record.reference,
        "name": page.title,
        "description": page.abstract,
    }
    known |= _of_project(group, places) if page.format in PROJECTS else _of_work(page, record, group, themes, places)
    told = {name: value for name, value in known.items() if value}
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(ESCAPES))


def _of_project(group: Any, places: list[str]) -> dict[str, Any]:
    return {"parentOrganization": group, "location": [{"@type": "Place", "name": name} for name in places]}


def _of_work(page: OutcomePage, record: Outcome, group: Any, themes: list[str], places: list[str]) -> dict[str, Any]:
    return {
        "creator": group,
        "inLanguage": page.locale.language_code,
        "license": LICENCE_ADDRESSES.get(page.licence),
        "version": record.current_version if page.is_source() else "",
        "dateCreated": str(page.dated) if page.dated else "",
        "datePublished": record.published_at and localdate(record.published_at).isoformat(),
        "keywords": themes,
        "spatialCoverage": [{"@type": "Place", "name": name} for name in places],
        **(_of_recording(page, record) if page.format == Format.ONLINE_SEMINAR else {}),
    }


def _of_recording(page: OutcomePage, record: Outcome) -> dict[str, Any]:
    return {"embedUrl": page.recording, "uploadDate": record.published_at and record.published_at.isoformat()}
