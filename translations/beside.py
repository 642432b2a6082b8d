"""The texts of a language version beside those of its source, as the linguistic reviewer reads them."""

import re
from collections import defaultdict
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .models import TranslationRequest
from .places import name_of_place
from .rows import rows_of
from .segments import segments_of, source_of

LINE_BREAK = re.compile(r"<br\s*/?>")


def texts_beside_source(request: TranslationRequest, draft: Any) -> list[tuple[str, str, str]]:
    """Place, source and translation of each text of ``draft``, without markup, in reading order.

    The translation is what the draft says, which is what is approved. What one of the two lacks is ``""``.
    """
    own: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(draft):
        if isinstance(segment, StringSegmentValue):
            own[segment.path].append(_plain(segment.string.data))
    segments = segments_of(request)
    found = []
    for segment, row in zip(segments, rows_of(segments, source_of(request).as_instance()), strict=True):
        texts = own[segment.place]
        found.append((row.label, _plain(segment.source), texts.pop(0) if texts else ""))
    return found + [(name_of_place(draft, path), "", text) for path, texts in own.items() for text in texts]


def _plain(text: str) -> str:
    return unescape(strip_tags(LINE_BREAK.sub("\n", text)))
