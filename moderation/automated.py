"""Automated checks (E5, N10): one registry for all rooms. A check is a small function that says what it finds on a draft.

A room registers its checks when it is ready. An error keeps a page from being sent and approved; a warning needs a note
of the group, which the reviewer reads.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .choices import Severity


@dataclass(frozen=True)
class Remark:
    """What a check found: the place of the editor that it is about, and what to do about it."""

    field: str
    text: str
    waits: bool = False
    """Whether it waits for another page first, and nothing is to be done here."""


Check = Callable[[Any], Iterable[Remark]]

_checks: list[tuple[type, Severity, Check]] = []


def check(page_type: type, severity: Severity) -> Callable[[Check], Check]:
    """Let the decorated function judge each draft of ``page_type``."""

    def register(function: Check) -> Check:
        _checks.append((page_type, severity, function))
        return function

    return register


def remarks_on(page: Any, severity: Severity) -> list[Remark]:
    """What the checks of this severity find on a draft, in the order of their registration."""
    return [
        remark
        for page_type, of, function in _checks
        if of == severity and isinstance(page, page_type)
        for remark in function(page)
    ]
