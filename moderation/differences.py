"""What changed since the last approved version, field by field and word by word."""

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from .content import ALWAYS_CONTENT, content_of
from .models import Approval

WORDS = re.compile(r"\S+|\n")
LINK = re.compile(r"""<a\b[^>]*?\b(?:href|id)=["']([^"']*)["'][^>]*>(.*?)</a>""", re.DOTALL)
HASH_SHOWN = 8


@dataclass(frozen=True)
class Change:
    """One changed field: its label and its runs, each ``same``, ``added`` or ``removed`` with its words."""

    label: str
    runs: list[tuple[str, str]]


def changes_since(approval: Approval | None, draft: Page) -> list[Change]:
    """The changes from what ``approval`` let pass to ``draft``; empty for a first version or an equal one."""
    if approval is None:
        return []
    before, after = json.loads(approval.content), content_of(draft).data
    found = []
    for name in (*draft.sealed_fields, *ALWAYS_CONTENT):
        old, new = before.get(name), after.get(name)
        if old != new:
            field = draft._meta.get_field(name)
            found.append(Change(capfirst(str(field.verbose_name)), _runs(_words(field, old), _words(field, new))))
    return found


def _words(field: Any, value: Any) -> str:
    """The value of a field as a reader would say it: names for keys and codes, words without markup."""
    if isinstance(field, StreamField):
        return "\n".join(_block_words(field.stream_block, value or []))
    if field.many_to_many:
        return "\n".join(sorted(str(row) for row in field.related_model.objects.filter(pk__in=value or [])))
    names = dict(getattr(field, "flatchoices", ()))
    return _text(names.get(value, value) if isinstance(value, str) else value)


def _block_words(block: Any, value: Any) -> Iterator[str]:
    if isinstance(block, StreamBlock):
        for kind, child in value:
            yield from _block_words(block.child_blocks[kind], child) if kind in block.child_blocks else [_text(child)]
    elif isinstance(block, ListBlock):
        for child in value:
            yield from _block_words(block.child_block, child)
    elif isinstance(block, StructBlock):
        # In the order of the form: what was approved is stored in the order of the alphabet.
        for name, child in block.child_blocks.items():
            if name in value:
                yield f"{child.label}: {' '.join(_block_words(child, value[name]))}"
    else:
        yield _text(value)


def _text(value: Any) -> str:
    """A value as words: a link with its address, a file with the beginning of its hash, for that is what may differ."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, dict) and "sha256" in value:
        return f"{value['title']} ({value['sha256'][:HASH_SHOWN]})"
    if isinstance(value, dict) and "picture" in value:
        return f"{value['alt_text']} ({value['picture'][:HASH_SHOWN]})"
    if isinstance(value, dict):
        return "\n".join(_text(item) for item in value.values())
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    return strip_tags(LINK.sub(r"\2 (\1)", str(value)))


def _runs(old: str, new: str) -> list[tuple[str, str]]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    runs: list[tuple[str, str]] = []
    for kind, start, end, other_start, other_end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            runs.append(("same", " ".join(before[start:end])))
            continue
        if start < end:
            runs.append(("removed", " ".join(before[start:end])))
        if other_start < other_end:
            runs.append(("added", " ".join(after[other_start:other_end])))
    return runs
