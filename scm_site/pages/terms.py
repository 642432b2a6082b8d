"""The Terms of Reference of a group, as the document that they are."""

from typing import Any

from django.http import HttpRequest

from focusgroups.models import TermsOfReferencePage

from .languages import reader_language, work_url
from .material import material_context
from .navigation import navigation


def context_for(page: TermsOfReferencePage, request: HttpRequest) -> dict[str, Any]:
    document = page.document(charter_url=navigation(reader_language()).charter_url)
    return {
        **material_context(page),
        "document": document,
        "programme_url": work_url(page.work_programme) if page.work_programme else "",
        "is_behind": page.is_behind_work_programme(),
        # The wording may lack the page's language: then the document says its own.
        "document_lang": "" if document.language == reader_language() else document.language,
        "sections": [
            (f"section-{number}", section.heading) for number, section in enumerate(document.sections, start=1)
        ],
    }
