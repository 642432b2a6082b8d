"""Seal anew what was approved, after a change of the program alone: for data migrations (docs/adr)."""

import json
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from .content import Content


class NotWhatWasSealed(Exception):
    """The stored JSON of an approval does not give its stored hash; nobody seals that anew."""


def reseal(approvals: QuerySet[Any], change: Callable[[dict[str, Any]], object]) -> int:
    """Let ``change`` bring the JSON of each of ``approvals`` to the new shape, in place; returns how many it changed.

    A data migration calls it with the historical ``Approval`` of ``apps.get_model``, whose rows may be written, when a
    field or block gets a default that readers see, is renamed, or goes. Nothing that a reader saw may change: who approved,
    when, and the version stay. Raises ``NotWhatWasSealed`` where a row was altered before; then nothing has changed, for a
    migration is one transaction.
    """
    changed = 0
    for approval in approvals.order_by("pk").iterator():
        data = json.loads(approval.content)
        if Content(data).seal != approval.seal:
            raise NotWhatWasSealed(approval.pk)
        change(data)
        content = Content(data)
        if content.seal != approval.seal:
            type(approval)._base_manager.filter(pk=approval.pk).update(content=content.canonical, seal=content.seal)
            changed += 1
    return changed
