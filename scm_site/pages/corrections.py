"""The corrections to an outcome, as a reader sees them."""

from dataclasses import dataclass
from datetime import date

from outcomes.models import Correction

from .languages import reader_language


@dataclass(frozen=True)
class Notice:
    """One correction; ``lang`` is the language of its text where it is not the reader's."""

    key: int
    day: date
    text: str
    lang: str
    corrected_version: str
    correcting_version: str
    language: str


def notice(correction: Correction) -> Notice:
    text, language = correction.text_in(reader_language())
    return Notice(
        key=correction.pk,
        day=correction.corrected_on,
        text=text,
        lang="" if language == reader_language() else language,
        corrected_version=correction.corrected_version,
        correcting_version=correction.correcting_version,
        language=correction.language,
    )
