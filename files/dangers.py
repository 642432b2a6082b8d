"""What a file would do on the computer of who opens it, and whether it is whole: read from its bytes."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

# What an archive may unpack to: enough for a report with its annexes, too little to fill a disk.
UNPACKED_BYTES = 500 * 1024 * 1024
UNPACKED_FILES = 5000
PROGRAMS = frozenset(
    f".{name}"
    for name in (
        *("app", "bat", "cmd", "com", "dll", "exe", "hta", "htm", "html", "jar", "js", "lnk"),
        *("msi", "php", "ps1", "py", "scr", "sh", "svg", "vbs", "wsf", "xhtml"),
    )
)
# What an archive of this name holds, or it is none.
HOLDS = {
    "docx": "word/",
    "xlsx": "xl/",
    "pptx": "ppt/",
    **dict.fromkeys(("odt", "ods", "odp"), "content.xml"),
    "epub": "META-INF/container.xml",
}
# The programs in an office document are its macros, and the controls that run them.
MACROS = re.compile(r"vbaProject|vbaData|activeX|^Basic/|^Scripts/", re.IGNORECASE)

# Long enough to mean what it says anywhere; the short one only where it is no picture's data.
RUNS = re.compile(rb"/S\s*/(?:JavaScript|Launch)\b|/Subtype\s*/RichMedia\b")
RUNS_SHORT = re.compile(rb"/JS\s*[(<\d]")
STREAM = re.compile(rb"stream\r?\n")
END_OF_STREAM = b"endstream"
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECTS_BYTES = 8 * 1024 * 1024


class Damaged(Exception):
    """It is not whole, or its parts lie outside it."""


class TooMuch(Exception):
    """It unpacks to more than anybody wants."""


def runs_something(extension: str, file: BinaryIO) -> bool:
    """Whether this archive, office document or PDF holds a program, a macro or a script.

    Raises ``Damaged`` or ``TooMuch``. The file is read from its start.
    """
    file.seek(0)
    return _pdf_runs(file.read()) if extension == "pdf" else _archive_runs(extension, file)


def _archive_runs(extension: str, file: BinaryIO) -> bool:
    try:
        parts = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Damaged from error
    if len(parts) > UNPACKED_FILES or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        raise TooMuch
    names = [part.filename for part in parts]
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names):
        raise Damaged
    if not any(name.startswith(HOLDS.get(extension, "")) for name in names):
        raise Damaged
    # The text of an e-book is XHTML.
    programs: frozenset[str] = frozenset() if extension == "epub" else PROGRAMS
    return any(MACROS.search(name) or PurePosixPath(name).suffix.lower() in programs for name in names)


def _pdf_runs(data: bytes) -> bool:
    plain = ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), _outside_of_streams(data))
    return any(RUNS.search(text) or RUNS_SHORT.search(text) for text in (plain, *_objects(data))) or bool(
        RUNS.search(data)
    )


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the streams of a PDF begin and end; read once from front to back, whatever is in it."""
    at = 0
    while (start := STREAM.search(data, at)) and (end := data.find(END_OF_STREAM, start.end())) >= 0:
        yield start.end(), end
        at = end + len(END_OF_STREAM)


def _outside_of_streams(data: bytes) -> bytes:
    ends = [0]
    for begin, end in _streams(data):
        ends += [begin, end]
    return b"".join(data[begin:end] for begin, end in zip(ends[::2], [*ends[1::2], len(data)], strict=True))


def _objects(data: bytes) -> Iterator[bytes]:
    """The packed streams of a PDF that hold its objects."""
    for begin, end in _streams(data):
        if b"/ObjStm" not in data[max(0, begin - 512) : begin]:
            continue
        try:
            objects = zlib.decompressobj().decompress(data[begin:end], OBJECTS_BYTES)
        except zlib.error:
            continue
        yield ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), objects)
