"""The small fixes that a group is asked to confirm, as the editor shows them."""

from typing import Any

from .content import content_of
from .differences import Difference, difference
from .models import GatedMixin, QualityControl


def fixes_to_confirm(page: GatedMixin, round_: QualityControl | None, user: Any) -> Difference | None:
    """What the Secretariat changed in the draft under review, where this user is asked whether it may stay."""
    if not round_ or not round_.fixes_seal or round_.confirmed_seal == round_.fixes_seal:
        return None
    draft = page.draft()
    if content_of(draft).seal != round_.fixes_seal or user not in page.authors() or user == round_.fixes_by:
        return None
    return difference(round_.returned_content, draft)
