"""Who looks after mails and jobs."""

from typing import Any

from django.core.exceptions import PermissionDenied


def may_see_outbox(user: Any) -> bool:
    """See every mail and job, and try again what is stuck."""
    return user.has_perm("scm_outbox.see_outbox")


def refuse_others(user: Any) -> None:
    """Raises ``PermissionDenied`` for everybody else."""
    if not may_see_outbox(user):
        raise PermissionDenied
