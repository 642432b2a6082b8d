"""Ready with small fixes (E12): the Secretariat edits, the group confirms, and another person approves."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .. import emails
from ..content import content_of
from ..querysets import locked_page
from .decide import ContentChanged, NotDecidable, open_round


@transaction.atomic
def begin_small_fixes(*, page_id: int, by: Any, seal: str) -> None:
    """``by`` takes it upon them to mend small things in the draft that they read; from now on they cannot approve it.

    Raises ``NotDecidable`` where this user may not decide, or somebody mends it already; ``ContentChanged``.
    """
    page = locked_page(page_id)
    round_ = open_round(page)
    if reason := page.why_not_decide(by):
        raise NotDecidable(reason)
    if not page.is_source():
        raise NotDecidable(_("A translation is mended by its translator: return it with a point."))
    content = content_of(page.draft())
    if content.seal != seal:
        raise ContentChanged
    if round_.has_small_fixes(content.canonical):
        raise NotDecidable(_("Somebody makes small fixes already."))
    round_.fixes_by, round_.returned_content = by, content.canonical
    round_.save(update_fields=["fixes_by", "returned_content"])
    log(page, "moderation.begin_small_fixes", user=by)


@transaction.atomic
def ask_to_confirm(*, page_id: int, by: Any) -> None:
    """The fixes are made: the group is asked whether it agrees to the draft as it is now.

    Who made them asks, or whoever may decide, for they may be away. Raises ``NotDecidable`` for others, or where nothing
    was changed.
    """
    page = locked_page(page_id)
    round_ = open_round(page)
    if round_.fixes_by != by and (reason := page.why_not_decide(by)):
        raise NotDecidable(reason)
    content = content_of(page.draft())
    if not round_.has_small_fixes(content.canonical):
        raise NotDecidable(_("Nothing was changed yet: edit the page first."))
    round_.fixes_seal = content.seal
    round_.save(update_fields=["fixes_seal"])
    log(page, "moderation.ask_to_confirm", user=by)
    emails.tell_authors_small_fixes(page, by)


@transaction.atomic
def confirm_small_fixes(*, page_id: int, by: Any, seal: str) -> None:
    """The group agrees to the fixes that it read; somebody of the Secretariat who did not make them may approve now.

    Raises ``NotDecidable`` where this user is not of the group or made them; ``ContentChanged``.
    """
    page = locked_page(page_id)
    round_ = open_round(page)
    if by not in page.authors() or round_.fixes_by == by:
        raise NotDecidable(_("The group confirms small fixes, and nobody confirms their own."))
    if seal != round_.fixes_seal or content_of(page.draft()).seal != seal:
        raise ContentChanged
    round_.confirmed_seal = seal
    round_.save(update_fields=["confirmed_seal"])
    log(page, "moderation.confirm_small_fixes", user=by)
    emails.tell_reviewers_confirmed(page, by)
