"""Send a page to quality control, and take it back before somebody decided (ToR ¶22)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from .. import emails
from ..automated import Remark
from ..content import content_of
from ..days import day_and_time
from ..models import QualityControl
from ..notes import keep_sent_note
from ..querysets import locked_page


class NotSendable(PermissionDenied):
    """This user cannot send this page now; the text says why."""


class Incomplete(Exception):
    """The page lacks something; ``missing`` lists what and where."""

    def __init__(self, missing: list[Remark]) -> None:
        super().__init__("; ".join(item.text for item in missing))
        self.missing = missing


def check_and_seal(*, page_id: int | str, by: Any, note: str | None = None) -> str:
    """The content hash of the draft that is sent. Raises ``NotSendable`` or ``Incomplete`` where it must not be.

    ``note`` is what the group says to the warnings of the automated checks; ``None`` where it was judged before.
    """
    page = locked_page(page_id)
    if reason := page.why_not_send(by):
        raise NotSendable(reason)
    draft = page.draft()
    missing = [*page.open_points(), *draft.errors()]
    if note is not None and not note.strip() and draft.own_warnings():
        missing.append(Remark("note_to_reviewer", _("Write a note to the reviewer on what stands under “To look at”.")))
    if missing:
        raise Incomplete(missing)
    return content_of(draft).seal


@transaction.atomic
def send_to_quality_control(*, page_id: int, by: Any, note: str = "") -> QualityControl:
    """Hand the newest draft of a page to the Secretariat; a returned page goes back to where it came from.

    ``note`` is for the reviewer; the warnings of the automated checks demand one. Raises ``NotSendable`` where the user
    may not or it has been sent already, ``Incomplete`` where something is missing.
    """
    page = locked_page(page_id)
    state = page.current_workflow_state
    if state is None or state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        check_and_seal(page_id=page_id, by=by, note=note)
    if state is None:
        workflow = page.get_workflow()
        if workflow is None:
            raise NotSendable(_("There is no quality control workflow: run `manage.py setup_site`."))
        state = workflow.start(page, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        raise NotSendable(_("It has been sent already."))
    round_ = state.current_task_state.specific
    if note:
        round_.note = note
        round_.save(update_fields=["note"])
    if round_.taker_id:
        # Whoever had it before has it again (``give_again``): nobody's deed, so it is logged after the sending.
        log(page, "moderation.come_back", data={"taker": round_.taker_id})
    return round_


@transaction.atomic
def take_back(*, page_id: int, by: Any) -> None:
    """Take a page out of quality control to edit it; the round ends without a decision, its note is to be sent again.

    Raises ``NotSendable`` where it is not in quality control (any more) or is not this user's to take back.
    """
    page = locked_page(page_id)
    if not page.may_take_back(by):
        raise NotSendable(_("Only its group and the Secretariat can take it back."))
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise NotSendable(_("It is not in quality control any more: somebody decided in the meantime."))
    if publish_at := page.will_be_public_at():
        raise NotSendable(
            _("It is approved and will be published on %(when)s: ask the Secretariat to cancel the schedule first.")
            % {"when": day_and_time(publish_at)}
        )
    round_ = state.current_task_state.specific
    state.cancel(user=by)
    keep_sent_note(by, page, round_.note)
    emails.tell_reviewers_taken_back(round_, page, by)
