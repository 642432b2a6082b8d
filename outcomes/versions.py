"""The versions of an outcome."""

from typing import Any

from moderation.models import Approval


def versions_of(source: Any) -> list[str]:
    """Every version of an outcome that was ever public, the oldest first; ``source`` is its page in its own language."""
    approvals = Approval.objects.for_work(source.translation_key, source.source_language)
    return list(approvals.order_by("pk").values_list("version", flat=True))
