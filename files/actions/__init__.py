"""What happens to files: a page claims them, quality control makes them public, a withdrawal makes them private."""

from .claim_files import FileOfAnotherWork, claim_files
from .close_pictures import close_pictures
from .erase_file import StillShown, erase_file
from .lock_files import lock_files
from .publish_files import make_private, make_public
from .read_text import read_text

__all__ = [
    "FileOfAnotherWork",
    "StillShown",
    "claim_files",
    "close_pictures",
    "erase_file",
    "lock_files",
    "make_private",
    "make_public",
    "read_text",
]
