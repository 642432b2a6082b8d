"""The way of a translation: requested, translated segment by segment, submitted for the linguistic check."""

from .add_file import add_file
from .request_translation import NotTranslatable, request_translation
from .save_files import save_files
from .save_segments import save_segments
from .submit_translation import NotReady, submit_translation

__all__ = [
    "NotReady",
    "NotTranslatable",
    "add_file",
    "request_translation",
    "save_files",
    "save_segments",
    "submit_translation",
]
