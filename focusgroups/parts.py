"""The parts of a page that are begun and not filled in: a draft may be saved with them, but not sent."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import Block
from wagtail.fields import StreamField

from moderation.automated import Remark


def unfinished_parts(page: Any) -> list[Remark]:
    """A sentence for each part of a stream that its own block would refuse, in the order of the fields."""
    found = []
    for name in page.sealed_fields:
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            found += [
                Remark(
                    name,
                    _("%(field)s: fill in “%(part)s”.") % {"field": capfirst(str(field.verbose_name)), "part": part},
                )
                for part in _parts(field.stream_block, getattr(page, name))
            ]
    return found


def _parts(block: Block, value: Any) -> Iterator[str]:
    try:
        block.clean(value)
    except ValidationError as error:
        yield from _labels(block, value, error)


def _labels(block: Block, value: Any, error: ValidationError) -> Iterator[str]:
    """The labels of the innermost blocks that hold an error; errors of lists stand by place, of structs by name."""
    inner = getattr(error, "block_errors", None)
    if not inner:
        yield str(block.label)
        return
    places = inner.items() if isinstance(inner, dict) else enumerate(inner)
    for place, part in places:
        if part is None:
            continue
        if isinstance(place, str):
            child, child_value = block.child_blocks[place], value.get(place)
        else:
            bound = value[place] if not hasattr(value, "bound_blocks") else value.bound_blocks[place]
            child, child_value = bound.block, bound.value
        yield from _labels(child, child_value, part)
