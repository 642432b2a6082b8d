"""The permanent references of groups and outcomes: they outlive any move, rename or language."""

import uuid

from wagtail.models import Page

from focusgroups.models import FocusGroup
from outcomes.models import Outcome

from .languages import reader_language


def page_of_reference(reference: str) -> Page | None:
    """A page of the work with this reference: the public one in the reader's language, else in its own, else a draft."""
    work = _work_of(reference)
    pages = list(Page.objects.filter(translation_key=work).select_related("locale").specific()) if work else []
    pages.sort(key=lambda page: (not page.live, page.locale.language_code != reader_language(), not page.is_source()))
    return pages[0] if pages else None


def _work_of(reference: str) -> uuid.UUID | None:
    for model in (Outcome, FocusGroup):
        record = model.objects.filter(reference=reference).first()
        if record:
            return record.work
    return None
