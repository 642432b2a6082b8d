"""What an uploaded file is like to use: whether it opens, and of a PDF what a screen reader needs (N10).

Computed once an upload and kept on its row, because reading a PDF takes time that lists do not have.
"""

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, BinaryIO

import pikepdf

from .text import cleaned, text_of

Report = dict[str, Any]
ARCHIVES = {"docx", "xlsx", "pptx", "odt", "ods", "odp", "zip", "epub"}
# A PDF whose first pages hold no text is a scan.
PAGES_READ = 20
# Characters of a language tag that some registry knows (RFC 5646, 4.4.1: 35 suffice).
LONGEST_TAG = 35
# Of the structure of a PDF so many elements are looked at; a report of 300 pages has some thousands.
ELEMENTS_READ = 50_000


def report_on(name: str, file: BinaryIO, pages: Sequence[str] | None = None) -> Report:
    """``opens`` for every file; of a PDF also ``tagged``, ``title``, ``text`` and ``alternatives`` (yes or no), and
    ``language``, a code or ``""``.

    ``file`` is read from its start and left there; ``pages`` are its text, where that was read already.
    """
    extension = PurePath(name).suffix.lower().lstrip(".")
    file.seek(0)
    try:
        if extension == "pdf":
            report = _pdf(file.read())
            pages = text_of(name, file) if pages is None else pages
            return {"opens": True, **report, "text": any(pages[:PAGES_READ])}
        if extension in ARCHIVES:
            with zipfile.ZipFile(file) as archive:
                archive.infolist()
        return {"opens": True}
    except Exception:
        # Whatever a library stumbles over, readers stumble too.
        return {"opens": False}
    finally:
        file.seek(0)


def _pdf(data: bytes) -> Report:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        marked = bool(root.get("/MarkInfo", {}).get("/Marked", False))
        return {
            "tagged": marked and "/StructTreeRoot" in root,
            "language": cleaned(str(root.get("/Lang", "")))[:LONGEST_TAG],
            "title": bool(str(pdf.docinfo.get("/Title", "")).strip() or _xmp_title(pdf)),
            "alternatives": _every_figure_has_a_text(root.get("/StructTreeRoot")),
        }


def _xmp_title(pdf: pikepdf.Pdf) -> str:
    with pdf.open_metadata() as metadata:
        return str(metadata.get("dc:title") or "").strip()


def _every_figure_has_a_text(structure: Any) -> bool:
    """Whether each figure has an alternative text or stands for text (ISO 32000-2, 14.9.3 and 14.9.4)."""
    roles = structure.get("/RoleMap", {}) if isinstance(structure, pikepdf.Dictionary) else {}
    waiting, seen = [structure], 0
    while waiting and seen < ELEMENTS_READ:
        element = waiting.pop()
        seen += 1
        if isinstance(element, pikepdf.Array):
            waiting.extend(element)
        elif isinstance(element, pikepdf.Dictionary):
            kind = str(element.get("/S", ""))
            if str(roles.get(kind, kind)) == "/Figure" and not ("/Alt" in element or "/ActualText" in element):
                return False
            if "/K" in element:
                waiting.append(element["/K"])
    return True
