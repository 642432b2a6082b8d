"""Who may say what about an outcome that is public: questions only."""

from typing import Any


def may_record_correction(user: Any) -> bool:
    """Tell the readers of a published outcome what was wrong with it."""
    return user.has_perm("outcomes.record_correction")
