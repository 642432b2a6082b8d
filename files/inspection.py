"""What an uploaded file is like to use: whether it opens, and of a PDF what a screen reader needs (N10).

Computed once an upload and kept on its row, because reading a PDF takes time that lists do not have.
"""

import io
import zipfile
from pathlib import PurePath
from typing import Any, BinaryIO

import pikepdf
import pypdfium2

Report = dict[str, Any]
ARCHIVES = {"docx", "xlsx", "pptx", "odt", "ods", "odp", "zip", "epub"}
# A PDF whose first pages hold no text is a scan.
PAGES_READ = 20


def report_on(name: str, file: BinaryIO) -> Report:
    """``opens`` for every file; of a PDF also ``tagged``, ``title`` and ``text`` (yes or no) and ``language``, a code or ``""``.

    ``file`` is read from its start and left there.
    """
    extension = PurePath(name).suffix.lower().lstrip(".")
    file.seek(0)
    try:
        if extension == "pdf":
            return {"opens": True, **_pdf(file.read())}
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
        report = {
            "tagged": marked and "/StructTreeRoot" in root,
            "language": str(root.get("/Lang", "")),
            "title": bool(str(pdf.docinfo.get("/Title", "")).strip() or _xmp_title(pdf)),
        }
    document = pypdfium2.PdfDocument(data)
    try:
        pages = range(min(len(document), PAGES_READ))
        report["text"] = any(document[number].get_textpage().count_chars() > 0 for number in pages)
    finally:
        document.close()
    return report


def _xmp_title(pdf: pikepdf.Pdf) -> str:
    with pdf.open_metadata() as metadata:
        return str(metadata.get("dc:title") or "").strip()
