"""The texts of a language version beside those of its source, as the linguistic reviewer reads them."""

import re
from html import unescape
from itertools import zip_longest
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .places import name_of_place

LINE_BREAK = re.compile(r"<br\s*/?>")


def texts_beside_source(source: Any, draft: Any) -> list[tuple[str, str, str]]:
    """Place, source and translation of each text of the page ``draft``, without markup, in reading order.

    ``source`` is the page in the version that is translated. What one of the two lacks is ``""``.
    """
    found = []
    texts, own = _texts_by_place(source), _texts_by_place(draft)
    for path in {**texts, **own}:
        place = name_of_place(source if path in texts else draft, path)
        pairs = list(zip_longest(texts.get(path, []), own.get(path, []), fillvalue=""))
        for number, pair in enumerate(pairs, start=1):
            label = _("%(place)s, part %(number)d") % {"place": place, "number": number} if len(pairs) > 1 else place
            found.append((label, *pair))
    return found


def _texts_by_place(page: Any) -> dict[str, list[str]]:
    """The texts of each path of wagtail-localize; a rich text has one a paragraph."""
    found: dict[str, list[str]] = {}
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            text = LINE_BREAK.sub("\n", segment.string.data)
            found.setdefault(segment.path, []).append(unescape(strip_tags(text)))
    return found
