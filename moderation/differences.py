"""What changed since the content of another day, field by field and word by word, and file by file."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db.models import CharField, TextField
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from files.models import File

from .alignment import steps
from .content import ALWAYS_CONTENT, content_of
from .places import labelled

WORDS = re.compile(r"\S+")
LINK = re.compile(r"""<a\b[^>]*?\b(?:href|id)=["']([^"']*)["'][^>]*>(.*?)</a>""", re.DOTALL)
HASH_SHOWN = 8
# Of a longer stretch that stayed the same only its ends are shown.
SAME_SHOWN = 40


@dataclass(frozen=True)
class Change:
    """One changed field: its label and its runs, each with its words.

    A run is ``same``, ``added``, ``removed``, or ``skipped``: then it holds how many words stayed the same.
    """

    label: str
    runs: list[tuple[str, str]]


@dataclass(frozen=True)
class FileChange:
    """A file or picture that was ``added``, ``removed`` or ``changed``; SHA-256 before and after, or ``""``."""

    kind: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """What changed between two contents: texts that are read, facts about them, files and pictures."""

    texts: list[Change]
    facts: list[Change]
    files: list[FileChange]

    def __bool__(self) -> bool:
        return bool(self.texts or self.facts or self.files)


def difference(content: str, draft: Page) -> Difference:
    """What changed from ``content`` (canonical JSON as it was approved or returned) to ``draft``."""
    before, after = _without_erased_titles(json.loads(content)), _without_erased_titles(content_of(draft).data)
    texts, facts = [], []
    for name in (*draft.sealed_fields, *ALWAYS_CONTENT):
        old, new = before.get(name), after.get(name)
        if old != new:
            field = draft._meta.get_field(name)
            names = draft.names_in(name)
            runs = _runs(_words(field, old, names), _words(field, new, names))
            (texts if _is_text(field) and not names else facts).append(Change(capfirst(str(field.verbose_name)), runs))
    return Difference(texts, facts, _file_changes(before, after))


def _without_erased_titles(data: dict[str, Any]) -> dict[str, Any]:
    """The content as it may be shown: what was approved keeps the title of an erased file for good, sealed."""
    hashes = {sha256 for _title, sha256 in _files_in(data)}
    erased = set(File.objects.filter(sha256__in=hashes).exclude(erased_at=None).values_list("sha256", flat=True))
    return _with_titles_of(erased, data) if erased else data


def _with_titles_of(erased: set[str], value: Any) -> Any:
    if isinstance(value, dict):
        found = {name: _with_titles_of(erased, item) for name, item in value.items()}
        return found | {"title": _("Erased file")} if value.get("sha256") in erased else found
    return [_with_titles_of(erased, item) for item in value] if isinstance(value, list) else value


def _is_text(field: Any) -> bool:
    return isinstance(field, StreamField | CharField | TextField)


def _file_changes(before: Any, after: Any) -> list[FileChange]:
    """By title: a hash that went and one that came instead are one change."""
    old, new = Counter(_files_in(before)), Counter(_files_in(after))
    gone, came = _by_title(old - new), _by_title(new - old)
    found = []
    for title in sorted({*gone, *came}):
        for was, is_ in zip_longest(gone[title], came[title], fillvalue=""):
            found.append(FileChange("changed" if was and is_ else "added" if is_ else "removed", title, was, is_))
    return found


def _by_title(files: Counter[tuple[str, str]]) -> dict[str, list[str]]:
    hashes: dict[str, list[str]] = defaultdict(list)
    for title, sha256 in files.elements():
        hashes[title].append(sha256)
    return hashes


def _files_in(value: Any) -> Iterator[tuple[str, str]]:
    """Title and SHA-256 of each file, alternative text and SHA-256 of each picture, wherever they stand."""
    if isinstance(value, dict) and "sha256" in value:
        yield value["title"], value["sha256"]
    elif isinstance(value, dict) and "picture" in value:
        yield value["alt_text"] or str(_("picture without words")), value["picture"]
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _files_in(item)


def _words(field: Any, value: Any, names: dict[str, str]) -> str:
    """The value of a field as a reader would say it: names for keys and codes, words without markup."""
    if isinstance(field, StreamField):
        return "\n".join(_block_words(field.stream_block, value or []))
    if field.many_to_many:
        return "\n".join(sorted(str(row) for row in field.related_model.objects.filter(pk__in=value or [])))
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
                yield labelled(child.label, " ".join(_block_words(child, value[name])))
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
        # What was approved is stored in the order of the alphabet.
        return "\n".join(_text(item) for _key, item in sorted(value.items()))
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    return strip_tags(LINK.sub(r"\2 (\1)", str(value)))


def _runs(old: str, new: str) -> list[tuple[str, str]]:
    """By lines first, so that a long text costs little, then by the words of the lines that differ."""
    before, after = old.split("\n"), new.split("\n")
    runs: list[tuple[str, str]] = []
    for kind, start, end, other_start, other_end in steps(before, after):
        lines, other_lines = before[start:end], after[other_start:other_end]
        if kind == "replaced":
            runs += _word_runs("\n".join(lines), "\n".join(other_lines))
        else:
            runs += [(kind, "\n".join(lines or other_lines))]
    return [piece for run in runs for piece in _shortened(*run)]


def _word_runs(old: str, new: str) -> Iterator[tuple[str, str]]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    for kind, start, end, other_start, other_end in steps(before, after):
        if kind == "same":
            yield kind, " ".join(before[start:end])
            continue
        if start < end:
            yield "removed", " ".join(before[start:end])
        if other_start < other_end:
            yield "added", " ".join(after[other_start:other_end])


def _shortened(kind: str, text: str) -> Iterator[tuple[str, str]]:
    words = text.split(" ")
    if kind != "same" or len(words) <= 2 * SAME_SHOWN:
        yield kind, text
        return
    yield kind, " ".join(words[:SAME_SHOWN])
    yield "skipped", str(len(words) - 2 * SAME_SHOWN)
    yield kind, " ".join(words[-SAME_SHOWN:])
