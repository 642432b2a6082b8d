"""Who looks after the search."""

from typing import Any

from django.core.exceptions import PermissionDenied


def may_see_empty_searches(user: Any) -> bool:
    """See what visitors looked for and did not find."""
    return user.has_perm("scm_search.see_empty_searches")


def refuse_others(user: Any) -> None:
    """Raises ``PermissionDenied`` for everybody else."""
    if not may_see_empty_searches(user):
        raise PermissionDenied
