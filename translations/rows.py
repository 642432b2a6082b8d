"""The segments as the translation screen shows them, and what came back from it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _
from wagtail.models import Page

from .places import name_of_place
from .segments import Segment

TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
# Entities that nobody has to write as such; those of < and > stay, because they are text and no tags.
READABLE = {"&amp;": "&", "&nbsp;": "\N{NO-BREAK SPACE}", "&quot;": '"', "&#x27;": "'"}


@dataclass(frozen=True)
class Row:
    """One segment: ``label`` is its place, ``block`` the block that holds it (``body.<id>``).

    ``tags`` are those to keep, ``seen`` marks the text as shown.
    """

    pk: int
    field: str
    block: str
    label: str
    source: str
    tags: list[str]
    text: str
    seen: str
    error: str
    is_long: bool

    @property
    def is_done(self) -> bool:
        return bool(self.text) and not self.error


@dataclass(frozen=True)
class Typed:
    """What came back by segment: ``texts`` to save; ``conflicts`` somebody else changed in the meantime."""

    texts: dict[int, str]
    conflicts: dict[int, str]


def mark_of(text: str) -> str:
    """A short mark of a text, to see whether it is still the same."""
    return sha256(text.encode()).hexdigest()[:16]


def readable(text: str) -> str:
    for entity, character in READABLE.items():
        text = text.replace(entity, character)
    return text


def rows_of(segments: Sequence[Segment], page: Page, conflicts: Mapping[int, str] | None = None) -> list[Row]:
    """The rows for these segments; ``page`` is the one that they were extracted from.

    A text that met another one (``conflicts``) stays in its field, and the error quotes what is stored.
    """
    conflicts = conflicts or {}
    in_place = Counter(segment.place for segment in segments)
    seen_in_place: Counter[str] = Counter()
    rows = []
    for segment in segments:
        seen_in_place[segment.place] += 1
        label = name_of_place(page, segment.place)
        if in_place[segment.place] > 1:
            label = _("%(place)s, part %(number)d") % {"place": label, "number": seen_in_place[segment.place]}
        error = segment.error
        if segment.pk in conflicts:
            error = _(
                "Somebody else saved another text in the meantime: “%(text)s”. Yours stands here and "
                "is not saved yet. Save again to replace theirs."
            ) % {"text": segment.translation or "–"}
        rows.append(
            Row(
                pk=segment.pk,
                field=segment.place.partition(".")[0],
                block=".".join(segment.place.split(".")[:2]),
                label=label,
                source=readable(segment.source),
                tags=TAG.findall(segment.source),
                text=conflicts.get(segment.pk, segment.translation),
                seen=mark_of(segment.translation),
                error=error,
                is_long=segment.is_long,
            )
        )
    return rows


def read(data: Mapping[str, str], segments: Sequence[Segment]) -> Typed:
    """Which texts the user changed: an older screen never takes back what somebody else wrote since."""
    texts, conflicts = {}, {}
    for segment in segments:
        typed = data.get(f"segment-{segment.pk}")
        if typed is None:
            continue
        typed = typed.replace("\r\n", "\n").replace("\0", "").strip()
        seen = data.get(f"seen-{segment.pk}", "")
        if typed == segment.translation or mark_of(typed) == seen:
            continue
        if seen and seen != mark_of(segment.translation):
            conflicts[segment.pk] = typed
        else:
            texts[segment.pk] = typed
    return Typed(texts, conflicts)
