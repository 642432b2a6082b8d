"""Where a segment stands, in the words of the editor: ``Objectives 2 – Title`` instead of identifiers."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page


def name_of_place(page: Page, path: str) -> str:
    """The human name of a path of wagtail-localize (``body.<id>.text``) on the page that it comes from.

    A part that the page does not know any more keeps the name of its field alone.
    """
    field_name, *rest = path.split(".")
    try:
        field = page._meta.get_field(field_name)
    except FieldDoesNotExist:
        return field_name
    names = [capfirst(str(getattr(field, "verbose_name", field_name)))]
    if isinstance(field, StreamField):
        _name_inside(field.stream_block, getattr(page, field_name), rest, names)
    return " – ".join(names)


def _name_inside(block: Block, value: Any, rest: list[str], names: list[str]) -> None:
    if not rest:
        return
    key, *deeper = rest
    if isinstance(block, StreamBlock):
        for number, child in enumerate(value or [], start=1):
            if child.id == key:
                names[-1] += f" {number}"
                if len(block.child_blocks) > 1:
                    names.append(capfirst(str(child.block.label)))
                _name_inside(child.block, child.value, deeper, names)
    elif isinstance(block, ListBlock):
        for number, child in enumerate(value.bound_blocks if value else [], start=1):
            if child.id == key:
                names[-1] += f" {number}"
                _name_inside(child.block, child.value, deeper, names)
    elif isinstance(block, StructBlock) and key in block.child_blocks:
        child_block = block.child_blocks[key]
        names.append(capfirst(str(child_block.label)))
        _name_inside(child_block, value.get(key) if hasattr(value, "get") else None, deeper, names)
