"""What changed since the last approved version, field by field and word by word."""

import difflib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import capfirst
from wagtail.models import Page

from .content import content_of
from .models import Approval

WORDS = re.compile(r"\S+|\n")


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
    for name in draft.sealed_fields:
        old, new = before.get(name), after.get(name)
        if old != new:
            found.append(Change(capfirst(str(draft._meta.get_field(name).verbose_name)), _runs(_text(old), _text(new))))
    return found


def _text(value: Any) -> str:
    """A value as words, without markup."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "\n".join(_text(item) for item in value.values())
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    return strip_tags(str(value))


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
