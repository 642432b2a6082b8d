"""The permanent references of groups and outcomes: they outlive any move, rename or language."""

import re
import uuid

from django.urls.converters import SlugConverter
from wagtail.models import Page

from focusgroups.models import FocusGroup
from outcomes.models import Outcome

from .languages import reader_language

# As it stands on paper, where a hyphen may have become a dash or a blank and a capital a small letter.
REFERENCE = re.compile(r"SCM-FG-[0-9]{4}-[0-9]{2,}(-O[0-9]+)?")
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


class ReferenceConverter(SlugConverter):
    """A reference in an address, in capital letters however it was typed."""

    def to_python(self, value: str) -> str:
        return value.upper()


def reference_in(words: str) -> str:
    """The reference that somebody typed into a search, else ``""``."""
    typed = "-".join(words.strip(" .,;").translate(DASHES).replace("-", " ").upper().split())
    return typed if REFERENCE.fullmatch(typed) else ""


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
