"""The corrections to an outcome, as a reader sees them."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from outcomes.models import Correction, Outcome

from .languages import reader_language

# What a reader sees of a correction.
SHOWN = ("pk", "corrected_on", "texts", "language", "corrected_version", "correcting_version")


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


def record_with_corrections(work: uuid.UUID) -> tuple[Outcome | None, list[Correction]]:
    """The record of a work with its group, and its corrections, the newest first: in one query, for most have none."""
    joined = {f"correction_{name}": F(f"corrections__{name}") for name in SHOWN}
    rows = list(
        Outcome.objects.filter(work=work)
        .select_related("group")
        .annotate(**joined)
        .order_by("-corrections__corrected_on", "-corrections__pk")
    )
    found = [
        Correction(outcome=row, **{name: getattr(row, f"correction_{name}") for name in SHOWN})
        for row in rows
        if row.correction_pk
    ]
    return (rows[0] if rows else None), found
