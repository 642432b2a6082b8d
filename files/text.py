"""The text of a file, page by page, so that the search finds words in it.

Read once an upload and kept in ``FileText``. What is too much, takes too long or does not open is left out: a
search that misses the end of a file is better than an upload that fails.
"""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Generator
from contextlib import closing
from io import BytesIO
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO

import docx
import odfdo
import pptx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn as word
from pptx.oxml.ns import qn as point

from . import pdf

PAGES = 2_000
CHARACTERS = 2_000_000
# For a PDF; the others are read in one go, of which the next two are the bounds.
SECONDS = 10
# All parts of an office file when unpacked: the libraries hold each of them in memory.
BYTES = 200 * 1024 * 1024
# Those that are no pictures: a tree of XML takes some ten times its bytes; two million characters lie well below.
TEXT_BYTES = 40 * 1024 * 1024
PICTURES = frozenset([
    "bmp", "emf", "gif", "jpeg", "jpg", "mov", "mp3", "mp4", "png", "svg", "tif", "tiff", "wav", "wdp", "webp", "wmf", "wmv",
])  # fmt: skip
# Where a reader can be told the page; the pages of a text document are made by the program that shows it.
PAGED = frozenset({"pdf", "pptx", "odp"})

NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
# Comments, what was struck out, what the speaker says.
NOT_TEXT = "//office:annotation|//text:tracked-changes|//presentation:notes"

LIGATURE = re.compile("[\ufb00-\ufb06]")
# PDFium writes U+0002 where a hyphen at the end of a line parts a word, other programs a soft hyphen.
SOFT_HYPHEN = re.compile("[\x02\u00ad](?:[ \t]*[\r\n]\\s*)?")
HYPHEN_AT_LINE_END = re.compile(r"(?<=\w)[-\u2010][ \t]*[\r\n]\s*(\w+)")
# “Wärme- und Kälteversorgung”: such a hyphen stays.
AFTER_A_HYPHEN = frozenset(["and", "or", "und", "oder", "bis", "sowie", "bzw", "en", "of", "och", "eller", "og", "tot"])
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffc\ufffe\uffff\ud800-\udfff]"
)


def text_of(name: str, stream: BinaryIO) -> list[str]:
    """The text of the file of this name, one string a page or slide; of a text document one in all.

    A page without text is ``""``; a file without any, of another type or that does not open gives ``[]``. ``stream``
    is read from its start and left there.
    """
    read = READERS.get(PurePath(name).suffix.lower().lstrip("."))
    if read is None:
        return []
    pages: list[str] = []
    left = CHARACTERS
    stream.seek(0)
    try:
        with closing(read(stream)) as found:
            for page in islice(found, PAGES):
                pages.append(cleaned(page[:CHARACTERS])[:left])
                left -= len(pages[-1])
                if left <= 0:
                    break
    except Exception:
        # Whatever a library stumbles over: what was read before counts.
        pass
    finally:
        stream.seek(0)
    return pages if any(pages) else []


def cleaned(text: str) -> str:
    """``text`` in one line: NFC, whole words, no characters that nobody sees."""
    text = SOFT_HYPHEN.sub("", LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text))
    text = HYPHEN_AT_LINE_END.sub(_joined, text)
    text = INVISIBLE.sub("", PRIVATE_USE.sub(" ", text))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _joined(found: re.Match[str]) -> str:
    if found[1].lower() in AFTER_A_HYPHEN:
        return f"- {found[1]}"
    return found[1] if found[1][0].islower() else f"-{found[1]}"


# --- One reader a format ------------------------------------------------------------------------------------


def _pdf(stream: BinaryIO) -> Generator[str]:
    yield from pdf.pages_of(stream.read(), pages=PAGES, characters=CHARACTERS, seconds=SECONDS)


def _docx(stream: BinaryIO) -> Generator[str]:
    """Paragraphs, tables, text boxes and notes; not what was struck out, and no comments."""
    document = docx.Document(_small_enough(stream))
    notes = [link.target_part.blob for link in document.part.rels.values() if link.reltype in NOTES]
    runs = (element for root in (document.element.body, *map(parse_xml, notes)) for element in root.iter(*WORD))
    yield "".join("\n" if element.tag == WORD[0] else element.text for element in runs)


def _pptx(stream: BinaryIO) -> Generator[str]:
    """What the slides show, without the notes of the speaker."""
    for slide in pptx.Presentation(_small_enough(stream)).slides:
        runs = slide.element.iter(*SLIDE)
        yield "".join((element.text or "") if element.tag == SLIDE[0] else "\n" for element in runs)


def _odt(stream: BinaryIO) -> Generator[str]:
    yield _paragraphs(_opened_odf(stream))


def _odp(stream: BinaryIO) -> Generator[str]:
    for slide in _opened_odf(stream).get_draw_pages():
        yield _paragraphs(slide)


def _opened_odf(stream: BinaryIO) -> odfdo.Element:
    body = odfdo.Document(_small_enough(stream)).body
    for element in body.get_elements(NOT_TEXT):
        element.delete()
    return body


def _paragraphs(element: odfdo.Element) -> str:
    return "\n".join(found.inner_text for found in element.get_elements("descendant::text:p|descendant::text:h"))


def _small_enough(stream: BinaryIO) -> BytesIO:
    with zipfile.ZipFile(stream) as archive:
        sizes = [(PurePath(part.filename).suffix.lower().lstrip("."), part.file_size) for part in archive.infolist()]
    all_bytes = sum(size for _kind, size in sizes)
    if all_bytes > BYTES or sum(size for kind, size in sizes if kind not in PICTURES) > TEXT_BYTES:
        raise ValueError("It unpacks to more than anybody wants to read.")
    stream.seek(0)
    return BytesIO(stream.read())


WORD = (word("w:p"), word("w:r"))
SLIDE = (point("a:t"), point("a:p"), point("a:br"))
READERS: dict[str, Callable[[BinaryIO], Generator[str]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "pptx": _pptx,
    "odt": _odt,
    "odp": _odp,
}
