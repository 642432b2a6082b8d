"""What a file is, read from its first bytes: a name proves nothing."""

import re
from pathlib import PurePath
from typing import BinaryIO

import filetype
from django.utils.translation import gettext as _

from .dangers import UNPACKED_BYTES, UNPACKED_FILES, Damaged, TooMuch, runs_something

# The type that the bytes must show for each name that we accept; text has no mark of its own.
EXPECTED = {
    "pdf": {"application/pdf"},
    "docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip"},
    "xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"},
    "pptx": {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "application/zip"},
    "odt": {"application/vnd.oasis.opendocument.text", "application/zip"},
    "ods": {"application/vnd.oasis.opendocument.spreadsheet", "application/zip"},
    "odp": {"application/vnd.oasis.opendocument.presentation", "application/zip"},
    "zip": {"application/zip"},
    "epub": {"application/epub+zip", "application/zip"},
    "mp4": {"video/mp4", "video/x-m4v"},
}
TEXT = {"csv", "txt"}
# What a browser or a shell would run, whatever its name.
MARKUP = re.compile(rb"[\s\xef\xbb\xbf]*(?:<!doctype|<html|<svg|<script|<\?|#!)", re.IGNORECASE)
HEAD = 8192


def why_refused(name: str, file: BinaryIO) -> str | None:
    """Why this upload is refused, as a sentence for the person who uploads; ``None`` where it is accepted.

    ``file`` is read from its start and left there. The extension itself is checked by Wagtail's allow-list.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    extension = PurePath(name).suffix.lower().lstrip(".")
    if not head:
        return _(
            "This file is empty. Choose the file again; if it stays empty, save it anew in the program that made it."
        )
    kind = filetype.guess(head)
    if extension in TEXT:
        holds_null = b"\0" in file.read()
        file.seek(0)
        if kind or holds_null or MARKUP.match(head):
            return _("This file is named as text but holds something else. Save it as UTF-8 text and upload it again.")
        return None
    if extension in EXPECTED and (kind is None or kind.mime not in EXPECTED[extension]):
        return _(
            "This file is named .%(extension)s but its content is something else. Export it anew as %(format)s and upload that."
        ) % {
            "extension": extension,
            "format": extension.upper(),
        }
    return _why_dangerous(extension, file) if extension in EXPECTED and extension != "mp4" else None


def _why_dangerous(extension: str, file: BinaryIO) -> str | None:
    try:
        runs = runs_something(extension, file)
    except Damaged:
        return _("This file is damaged or not complete. Save it anew and upload it again.")
    except TooMuch:
        return _("This file unpacks to more than %(size)d MB or %(count)d files. Upload its parts one by one.") % {
            "size": UNPACKED_BYTES // (1024 * 1024),
            "count": UNPACKED_FILES,
        }
    finally:
        file.seek(0)
    if runs:
        return _(
            "This file holds a script, a macro or a program, which would run for the people who open it. "
            "Save it without that and upload it again."
        )
    return None
