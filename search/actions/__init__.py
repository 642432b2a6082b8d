"""What is written beside the index."""

from .empty_searches import forget_old_empty_searches, note_empty_search

__all__ = ["forget_old_empty_searches", "note_empty_search"]
