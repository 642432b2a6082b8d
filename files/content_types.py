"""What a file is, read from its first bytes: a name proves nothing."""

from pathlib import PurePath
from typing import BinaryIO

import filetype
from django.utils.translation import gettext as _

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
    if extension in TEXT:
        if b"\0" in head:
            return _("This file is named as text but holds something else. Save it as UTF-8 text and upload it again.")
        return None
    kind = filetype.guess(head)
    if extension in EXPECTED and (kind is None or kind.mime not in EXPECTED[extension]):
        return _(
            "This file is named .%(extension)s but its content is something else. Export it anew as %(format)s and upload that."
        ) % {
            "extension": extension,
            "format": extension.upper(),
        }
    return None
