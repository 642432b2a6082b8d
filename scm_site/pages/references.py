"""The permanent references of groups and outcomes: they outlive any move, rename or language."""

import uuid

from wagtail.models import Page

from focusgroups.models import FocusGroup
from outcomes.models import Outcome

from .languages import address_of, reader_language


def address_of_reference(reference: str) -> str | None:
    """Where the work with this reference stands: in the reader's language, else in its own; ``None`` for an unknown one.

    Where the work is not public, the address says so: it was withdrawn, or leads nowhere.
    """
    work = _work_of(reference)
    pages = list(Page.objects.filter(translation_key=work).select_related("locale").specific()) if work else []
    if not pages:
        return None
    pages.sort(key=lambda page: (not page.live, page.locale.language_code != reader_language(), not page.is_source()))
    best = pages[0]
    return address_of(best.url_path, best.locale.language_code if best.live else reader_language())


def _work_of(reference: str) -> uuid.UUID | None:
    for model in (Outcome, FocusGroup):
        record = model.objects.filter(reference=reference).first()
        if record:
            return record.work
    return None
