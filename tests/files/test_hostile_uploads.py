"""A thousand hostile uploads (R8): each hostile content under each hostile name, and the doors by which files come in."""

import io
import struct
import zipfile
import zlib
from pathlib import Path, PurePath
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from files import dangers
from files.models import File, Picture
from tests import stories

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the buffer of a new size to be closed.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
EXE = b"MZ\x90\x00" + bytes(512) + b"PE\0\0"
ELF = b"\x7fELF" + bytes(512)


def archive(*names: str, content: bytes = b"x", **parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    return stream.getvalue()


def office(*more: str) -> bytes:
    return archive("[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", *more)


def pdf(action: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /OpenAction << " + action + b" >> >>\nendobj\n%%EOF\n"


def packed_pdf(action: bytes) -> bytes:
    objects = zlib.compress(b"1 0 << /OpenAction << " + action + b" >> >>")
    return b"%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 1 >>\nstream\n" + objects + b"\nendstream\nendobj\n%%EOF\n"


def png(width: int = 4, height: int = 4, after: bytes = b"") -> bytes:
    """A picture, or one that only says how large it is."""
    if max(width, height) < 100:
        stream = io.BytesIO()
        Image.new("RGB", (width, height)).save(stream, "PNG")
        return stream.getvalue() + after
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + after


class Bomb(bytes):
    """Unpacks to far more than it is."""


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("big.txt", bytes(1024 * 1024))
    # It says that it holds gigabytes; nobody unpacks it to see.
    return stream.getvalue().replace(struct.pack("<I", 1024 * 1024), struct.pack("<I", 0xF0000000))


WHOLE = office()
# What is harmful whatever it is called.
HARMFUL: dict[str, bytes] = {
    "nothing": b"",
    "html": b"<!DOCTYPE html><html><body>" + SCRIPT,
    "html after blanks": b"\n\n   " + b"<HTML>" + SCRIPT,
    "script": SCRIPT,
    "svg with a script": SVG,
    "svg after a mark": b"\xef\xbb\xbf" + SVG,
    "xml that reads files": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "php": b"<?php system($_GET['c']); ?>",
    "shell": b"#!/bin/sh\nrm -rf ~\n",
    "program for Windows": EXE,
    "program for Linux": ELF,
    "program after text": b"Title;Value\n" * 1000 + EXE,
    "java": b"\xca\xfe\xba\xbe" + bytes(64),
    "gif that is a script": b"GIF89a/*" + bytes(8) + b"*/=1;" + SCRIPT,
    "old Word with macros": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "rtf": b"{\\rtf1\\object" + bytes(64),
    "picture": png(),
    "picture and archive": png(after=WHOLE),
    "picture of 90,000 by 90,000": png(90_000, 90_000),
    "half a picture": png()[:20],
    "pdf with JavaScript": pdf(b"/S /JavaScript /JS (app.alert(1))"),
    "pdf with a hidden name": pdf(b"/S /J#61vaScript /J#53 (app.alert(1))"),
    "pdf that launches": pdf(b"/S /Launch /F (cmd.exe)"),
    "pdf with rich media": pdf(b"/Subtype /RichMedia"),
    "pdf with packed JavaScript": packed_pdf(b"/S /JavaScript /JS (app.alert(1))"),
    "pdf with a packed launch": packed_pdf(b"/S /Launch /F (cmd.exe)"),
    "pdf after html": SCRIPT + stories.PDF,
    "office with macros": office("word/vbaProject.bin"),
    "office with controls": office("word/activeX/activeX1.bin"),
    "open document with macros": archive("mimetype", "content.xml", "Basic/Standard/Module1.xml"),
    "half an office document": WHOLE[: len(WHOLE) // 2],
    "archive that climbs": archive("../../etc/cron.d/job"),
    "archive that climbs in Windows": archive("..\\..\\autorun.inf"),
    "archive with a root": archive("/etc/passwd"),
    "archive with a drive": archive("C:/autorun.inf"),
    "archive with a program": archive("word/setup.exe"),
    "archive with a page": archive("word/index.html"),
    "archive with a script": archive("word/run.js"),
    "archive of gigabytes": bomb(),
    "archive of thousands": archive(*(f"word/{number}" for number in range(dangers.UNPACKED_FILES + 1))),
}


def typed(kind: str, part: str = "content.xml") -> bytes:
    """An open document or a book, which says first what it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("mimetype", kind)
        made.writestr(part, "<document/>")
    return stream.getvalue()


# Of each type that we take, what it is when nobody means harm.
HARMLESS = {
    ".pdf": stories.PDF,
    ".docx": archive("[Content_Types].xml", "word/document.xml"),
    ".xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    ".pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    ".odt": typed("application/vnd.oasis.opendocument.text"),
    ".ods": typed("application/vnd.oasis.opendocument.spreadsheet"),
    ".odp": typed("application/vnd.oasis.opendocument.presentation"),
    ".csv": b"a;b\n",
    ".txt": b"Text\n",
    ".zip": archive("a.txt"),
    ".epub": typed("application/epub+zip", "META-INF/container.xml"),
    ".mp4": struct.pack(">I", 24) + b"ftypmp42" + bytes(4) + b"mp42isom" + bytes(64),
}
# Names with an extension that we take, and names that pretend to.
NAMES = [
    *(f"report{extension}" for extension in HARMLESS),
    "REPORT.PDF",
    "../../../etc/passwd.pdf",
    "..\\..\\report.docx",
    "report.pdf.exe",
    "report.exe.pdf",
    "report.php.txt",
    "report.html",
    "report.svg",
    "report.docm",
    "report\u202efdp.exe",
    "report\u202excod.zip",
    "report\0.html\0.pdf",
    ".pdf",
    ".htaccess",
    "report.",
    "CON.csv",
    "a" * 300 + ".pdf",
]
# What none of our extensions ends is refused by its name alone.
REFUSED = {
    "report.pdf.exe",
    "report.html",
    "report.svg",
    "report.docm",
    "report\u202efdp.exe",
    ".pdf",
    ".htaccess",
    "report.",
}


def test_each_type_that_is_taken_has_its_bytes_and_its_name(settings: Any) -> None:
    assert {extension.lstrip(".") for extension in HARMLESS} == set(settings.WAGTAILDOCS_EXTENSIONS)


def test_there_are_a_thousand() -> None:
    assert len(HARMFUL) * len(NAMES) >= 1000


@pytest.mark.parametrize("kind", HARMFUL)
def test_nothing_harmful_is_kept_under_any_name(kind: str, support: Any) -> None:
    for name in NAMES:
        upload = ContentFile(HARMFUL[kind], name="x")
        # As a browser's upload, its name is cut to its last part; ContentFile keeps what it is given.
        upload.name = SimpleUploadedFile(name, b"").name
        file = File(title="A report", file=upload, uploaded_by_user=support)

        with pytest.raises(ValidationError):
            file.full_clean(exclude=["collection"])


DOORS = {
    "wagtaildocs:add": lambda upload: {"title": "A report", "file": upload},
    "wagtaildocs:add_multiple": lambda upload: {"title": "A report", "files[]": upload},
    "wagtaildocs_chooser:create": lambda upload: {
        "document-chooser-upload-title": "A report",
        "document-chooser-upload-file": upload,
    },
    "wagtailimages:add": lambda upload: {"title": "A chart", "description": "Bars", "file": upload},
    "wagtailimages:add_multiple": lambda upload: {"title": "A chart", "files[]": upload},
    "wagtailimages_chooser:create": lambda upload: {
        "image-chooser-upload-title": "A chart",
        "image-chooser-upload-description": "Bars",
        "image-chooser-upload-file": upload,
    },
}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_fails_or_lets_it_in(door: str, support: Any, signed_in: Any) -> None:
    client = signed_in(support)
    harmless = {"picture", "picture and archive"}
    names = (
        ("chart.png", "chart.svg", "..\\chart\u202egnp.gif")
        if "images" in door
        else ("report.pdf", "r\0.docx", "r.txt")
    )

    for kind in HARMFUL.keys() - (harmless if "images" in door else set()):
        for name in names:
            upload = SimpleUploadedFile(name, HARMFUL[kind])
            answer = client.post(reverse(door), DOORS[door](upload), headers={"x-requested-with": "XMLHttpRequest"})
            assert answer.status_code in (200, 400), (kind, name)

    assert not File.objects.exists()
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_kept_is_called_as_it_is_and_only_saved_by_a_browser(name: str, support: Any, signed_in: Any) -> None:
    client = signed_in(support)
    upload = SimpleUploadedFile(name, HARMLESS.get(PurePath(name).suffix.lower(), WHOLE))

    client.post(reverse("wagtaildocs:add"), {"title": "A report", "file": upload})

    assert ("kept" if File.objects.exists() else "refused") == ("refused" if name in REFUSED else "kept")
    for file in File.objects.all():
        answer = client.get(file.url)
        assert b"".join(answer.streaming_content) == upload.file.getvalue()
        assert PurePath(file.file.name).suffix.lower() in HARMLESS
        assert PurePath(file.file.name).parent == PurePath("documents")
        assert file.filename.isprintable()
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "html" not in answer["Content-Type"]
        assert "svg" not in answer["Content-Type"]


@pytest.mark.parametrize("door", [door for door in DOORS if "images" in door])
def test_a_picture_comes_in_by_each_door(door: str, support: Any, signed_in: Any) -> None:
    answer = signed_in(support).post(
        reverse(door),
        DOORS[door](SimpleUploadedFile("chart.png", png())),
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    assert answer.status_code in (200, 302)
    assert Picture.objects.get().title == "A chart"


def photograph() -> bytes:
    """With the place where it was taken, and who took it."""
    stream = io.BytesIO()
    taken = Image.new("RGB", (40, 20), "green")
    exif = taken.getexif()
    exif[0x013B] = "Zyxphotographer"
    exif.get_ifd(0x8825).update({1: "N", 2: tuple(IFDRational(number) for number in (51, 3, 14)), 29: "Zyxplace"})
    taken.save(stream, "JPEG", exif=exif, comment=b"Zyxcomment", xmp=b"<x:xmpmeta>Zyxplace</x:xmpmeta>")
    return stream.getvalue()


@pytest.mark.parametrize("size", ["original", "max-20x20", "fill-10x10", "width-20|format-webp", "width-20|format-png"])
def test_a_picture_loses_its_place_and_its_author_on_the_way_to_the_public(size: str, support: Any) -> None:
    picture = Picture.objects.create(title="A", file=ContentFile(photograph(), name="a.jpg"), uploaded_by_user=support)

    rendition = picture.get_rendition(size)

    with rendition.file.open("rb") as public, picture.file.open("rb") as original:
        assert b"Zyx" in original.read()
        assert b"Zyx" not in (shown := public.read())
    assert not Image.open(io.BytesIO(shown)).getexif()


def test_an_original_has_no_address(support: Any, settings: Any) -> None:
    picture = stories.picture(support)

    assert Path(picture.file.path).is_relative_to(Path(settings.MEDIA_ROOT) / "private")
    assert Client().get(picture.file.url).status_code == 404
    assert Client().get(f"/media/{picture.file.name}").status_code == 404


def test_a_pdf_of_broken_streams_is_read_at_once() -> None:
    """As many beginnings as fit into a large file; quadratic work would take hours."""
    data = b"%PDF-1.7\n" + b"stream\n" * 2_000_000

    assert not dangers.runs_something("pdf", io.BytesIO(data))
    assert dangers.runs_something("pdf", io.BytesIO(data + b"<< /S /JavaScript >>"))


def test_a_stream_of_a_pdf_begins_once() -> None:
    """What begins inside it belongs to it: looked at again from each beginning, a file would take hours."""
    data = b"stream\n" * 3 + b"endstream stream\nendstream"

    assert [data[begin:end] for begin, end in dangers._streams(data)] == [b"stream\n" * 2, b""]
