"""The places of a page that a point to mend can name: its fields, and the blocks in them."""

from collections.abc import Sequence

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page

WORDS_SHOWN = 6


def places_in(page: Page, names: Sequence[str]) -> list[tuple[str, str]]:
    """Each of these fields with its label, and after it the blocks that it holds: ``body.<id>``."""
    found = []
    for name in names:
        found.append((name, name_of_place(page, name)))
        if isinstance(page._meta.get_field(name), StreamField):
            for child in getattr(page, name):
                begin = Truncator(" ".join(child.block.get_searchable_content(child.value))).words(WORDS_SHOWN)
                place = f"{name}.{child.id}"
                label = name_of_place(page, place)
                found.append((place, labelled(label, begin) if begin else label))
    return found


def labelled(label: str, text: str) -> str:
    """``Abstract: text``, with the colon of the reader's language."""
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def name_of_place(page: Page, place: str) -> str:
    """A place as an editor knows it: ``Abstract``, ``Content 2 – Text``; a block that is gone by its field alone."""
    name, _dot, block_id = place.partition(".")
    field = page._meta.get_field(name)
    label = capfirst(str(field.verbose_name))
    if block_id and isinstance(field, StreamField):
        for number, child in enumerate(getattr(page, name), start=1):
            if child.id == block_id:
                several = len(field.stream_block.child_blocks) > 1
                return f"{label} {number} – {child.block.label}" if several else f"{label} {number}"
    return label
