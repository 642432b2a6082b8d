"""What the public files of an outcome say: for the search index, and with the page where it stands (G8)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wagtail.blocks import StreamValue

from files.models import File, FileText
from files.text import PAGED
from search.query import InFile

# In the index a form feed stands before each page of a file (``search.engines.Engine.texts``).
PAGE = "\f"
# Elasticsearch marks words in the first million characters of a text.
CHARACTERS = 900_000


def text_for_index(files: StreamValue) -> str:
    """The text of those ``files`` of an outcome that are public, as far as every engine bears it, page by page.
    One query where there are files: most of the time of a rebuild would go into putting it together for nothing.
    """
    keys = [stored["document"] for stored in _stored(files)]
    if not keys:
        return ""
    texts = dict(FileText.objects.filter(file__in=_public(keys)).values_list("file", "pages"))
    return "".join(PAGE + text for key in keys for text in texts.get(key, ()) if text)[:CHARACTERS]


def passages_of_files(shown: Mapping[int, StreamValue]) -> dict[int, list[tuple[InFile, str]]]:
    """Key of a page → the pages with text of its public files, in their order; ``shown`` are the files of each page.
    One query, however many they are.
    """
    keys = {stored["document"] for files in shown.values() for stored in _stored(files)}
    found = {file.pk: file for file in _public(keys).select_related("text").exclude(text=None)}
    return {
        page: [
            passage
            for stored in _stored(files)
            if (file := found.get(stored["document"]))
            for passage in _pages_of(file, stored["language"])
        ]
        for page, files in shown.items()
    }


def _stored(files: StreamValue) -> list[dict[str, Any]]:
    """The blocks as they are stored: no file is fetched."""
    return [block["value"] for block in files.raw_data]


def _public(keys: Iterable[Any]) -> Any:
    return File.objects.public().filter(pk__in=keys, erased_at=None)


def _pages_of(file: File, language: str) -> Iterator[tuple[InFile, str]]:
    is_paged = file.file_extension.lower() in PAGED
    for number, text in enumerate(file.text.pages, start=1):
        if text:
            yield InFile(file.title, file.url, language, number if is_paged else None), text
