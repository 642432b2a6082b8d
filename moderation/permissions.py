"""Who may do what in quality control that is no page type's own question."""

from typing import Any

from .models import GatedMixin


def may_revise_checklist(user: Any) -> bool:
    """Write a new version of the questions of quality control."""
    return user.has_perm("scm_moderation.revise_checklist")


def may_see_times(user: Any) -> bool:
    """How long quality control takes, by state and by reviewer: whoever sees all that waits."""
    return user.has_perm("scm_moderation.see_queue")


def may_answer_reports(user: Any) -> bool:
    """Read what readers report, and say what became of it."""
    return user.has_perm("scm_moderation.answer_reports")


def may_share_draft(user: Any, page: GatedMixin) -> bool:
    """Let others read a draft by a link: who may see it, and holds the right to share. Chairs ask."""
    return user.has_perm("scm_moderation.share_draft") and page.may_see_draft(user)
