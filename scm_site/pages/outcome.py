"""The page of one outcome."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from focusgroups.models.taxonomy import KOSOVO, country_name
from moderation.models import Approval
from moderation.rules import FIRST_VERSION
from outcomes.choices import LICENCE_ADDRESSES, Licence
from outcomes.models import Outcome, OutcomePage
from search.collation import sort_key
from search.public import public_works

from .corrections import notice, record_with_corrections
from .groups import below_family, group_page_of
from .languages import approvals_of, name_in_reader_language, other_language, reader_language
from .navigation import navigation, theme_labels
from .outcome_list import format_name, newest_first
from .relations import relations_of
from .schema_org import json_ld

RELATED = 3


@dataclass(frozen=True)
class Download:
    """A file as a visitor must know it before downloading it; ``lang`` is that of its title and description, where it
    is not the reader's.
    """

    id: str
    title: str
    description: str
    url: str
    format: str
    size: int
    date: datetime
    language_code: str
    language: str
    lang: str
    is_accessible: bool
    mailbox: str
    request_subject: str


def context_for(page: OutcomePage, request: HttpRequest) -> dict[str, Any]:
    record, corrections = record_with_corrections(page.translation_key)
    group = record.group if record else page.group
    related = relations_of(page, group)
    labels = theme_labels(reader_language())
    places = _places(page, related.countries)
    files = _downloads(page, record.reference if record else page.title)
    group_page = group_page_of(page)
    themes = [(labels.get(code, code), f"{_index_url()}?theme={code}") for code in related.themes]
    return {
        # It stands under its group, and belongs to the outcomes for a reader.
        "section": _index_url(),
        "record": record,
        "corrections": [notice(correction) for correction in corrections],
        "control_reference": record.reference if record else "",
        "group": group,
        "group_page": group_page,
        "format": format_name(page.format, page.format_other),
        "files": files,
        "authors": related.authors,
        "themes": themes,
        "places": places,
        "names_kosovo": country_name(KOSOVO, reader_language()) in " ".join(places),
        "licence_label": str(Licence(page.licence).label) if page.licence in Licence.values else "",
        "licence_url": LICENCE_ADDRESSES.get(page.licence, ""),
        "related": _related(page),
        # A translation has the version that it translates: see its provenance.
        "version": record.current_version if record and page.is_source() else "",
        "versions": _versions(page, record),
        # A change note stays in the language in which it was written.
        "versions_lang": "" if page.source_language == reader_language() else page.source_language,
        "sections": _sections(page, files),
        "reference_url": reverse("reference", args=[record.reference]) if record else "",
        "json_ld": _json_ld(page, record, request, group_page, [name for name, _address in themes], places),
    }


def _json_ld(
    page: OutcomePage,
    record: Outcome | None,
    request: HttpRequest,
    group_page: Any,
    themes: list[str],
    places: list[str],
) -> str:
    """For a text in the reader's language: one in another has an address of its own, which says it."""
    if not record or not page.live or other_language(page):
        return ""
    return json_ld(page, record, request, group_page=group_page, themes=themes, places=places)


def _index_url() -> str:
    index = navigation(reader_language()).outcomes
    return index.url if index else ""


def _downloads(page: OutcomePage, reference: str) -> list[Download]:
    found = []
    for number, block in enumerate(page.files, start=1):
        document = block.value["document"]
        if document is None:
            continue
        found.append(
            Download(
                id=f"file-{number}",
                title=document.title,
                description=block.value["description"],
                url=document.url,
                format=document.format,
                size=document.get_file_size() or 0,
                date=document.created_at,
                language_code=block.value["language"],
                language=name_in_reader_language(block.value["language"]),
                lang=other_language(page),
                is_accessible=block.value["accessible"],
                mailbox=settings.SCM_FUNCTIONAL_MAILBOX,
                request_subject=_subject(document.title, reference),
            )
        )
    return found


def _subject(title: str, reference: str) -> str:
    """The Secretariat reads the request, so its subject is in the site's own language."""
    with override(settings.LANGUAGE_CODE):
        return _("Accessible format of “%(title)s” (%(reference)s)") % {
            "title": title,
            "reference": reference,
        }


def _places(page: OutcomePage, countries: list[str]) -> list[str]:
    language = reader_language()
    # As stored: reading a choice through its block asks the database for every country, once a city.
    stored = [block["value"] for block in page.cities.raw_data]
    cities = [f"{city['name']} ({country_name(city['country'], language)})" for city in stored]
    named = {city["country"] for city in stored}
    return cities + sorted((country_name(code, language) for code in countries if code not in named), key=sort_key)


def _related(page: OutcomePage) -> list[OutcomePage]:
    """The newest other outcomes of the same group."""
    others = OutcomePage.objects.filter(below_family(page)).exclude(translation_key=page.translation_key)
    found = newest_first(public_works(others, reader_language(), below=page.depth - 1))
    return list(found.select_related("locale").defer("body")[:RELATED])


def _versions(page: OutcomePage, record: Outcome | None) -> list[Approval]:
    """What was public so far in the language that it was written in, the newest first; of a first version nothing is to tell."""
    if record is None or record.current_version in ("", FIRST_VERSION):
        return []
    return [approval for approval in approvals_of(page) if approval.language == page.source_language]


def _sections(page: OutcomePage, files: list[Download]) -> list[tuple[str, str]]:
    headings = [(f"part-{block.id}", block.value) for block in page.body if block.block_type == "heading"]
    parts = [
        ("summary", _("Summary"), page.abstract),
        *((id, text, True) for id, text in headings),
        ("files", _("Files"), files),
        ("projects", _("Projects and financing plans"), page.links),
        ("events", _("Events"), page.events),
    ]
    return [(id, text) for id, text, is_there in parts if is_there]
