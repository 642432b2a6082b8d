"""Who looks after a round: take it, or hand it over to somebody who may decide on it (E11)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .. import emails
from ..models import GatedMixin, QualityControl, Taking
from ..querysets import locked_page
from .decide import NotDecidable, open_round


@transaction.atomic
def take(*, page_id: int, by: Any) -> None:
    """Say that ``by`` looks after what waits on this page. It reserves nothing: whoever else may decide still may.

    Raises ``NotDecidable`` where this user may not decide on it, or nothing waits (any more).
    """
    page = locked_page(page_id)
    round_ = open_round(page)
    if reason := page.why_not_decide(by):
        raise NotDecidable(reason)
    _give(page, round_, to=by, by=by)


@transaction.atomic
def hand_over(*, page_id: int, to: Any, by: Any) -> None:
    """Give what waits on this page to somebody else who may decide on it, who gets a mail.

    Whoever may decide on it or has it may hand it over, and an administrator. Raises ``NotDecidable`` otherwise.
    """
    page = locked_page(page_id)
    round_ = open_round(page)
    if reason := why_not_hand_over(page, round_, by):
        raise NotDecidable(reason)
    if reason := page.why_not_decide(to):
        raise NotDecidable(_("It cannot be handed over to %(name)s: they may not decide on it.") % {"name": to})
    _give(page, round_, to=to, by=by)


def give_again(round_: QualityControl) -> None:
    """A round that has just begun is with whoever returned the one before, or had it when it was taken back.

    While they may decide on it; else it is open to all.
    """
    page = round_.workflow_state.content_object.specific
    taker = _who_had_it_before(page, round_)
    if taker and page.why_not_decide(taker) is None:
        round_.taker = taker
        round_.save(update_fields=["taker"])
        Taking.objects.create(quality_control=round_, taker=taker)


def _who_had_it_before(page: GatedMixin, round_: QualityControl) -> Any:
    before = (
        QualityControl.objects.filter(workflow_state__in=page.workflow_states)
        .exclude(pk=round_.pk)
        .select_related("finished_by", "taker")
        .order_by("-pk")
        .first()
    )
    if before is None or before.status == before.STATUS_APPROVED:
        return None
    return before.finished_by if before.status == before.STATUS_REJECTED else before.taker


def why_not_hand_over(page: GatedMixin, round_: QualityControl, by: Any) -> str | None:
    """Why this user may not say who looks after the round, as a sentence, or ``None``."""
    if by.is_superuser or round_.taker_id == by.pk:
        return None
    return page.why_not_decide(by)


def _give(page: GatedMixin, round_: QualityControl, *, to: Any, by: Any) -> None:
    before = round_.taker
    if before == to:
        return
    round_.taker = to
    round_.save(update_fields=["taker"])
    Taking.objects.create(quality_control=round_, taker=to, by=by)
    if to == by:
        log(page, "moderation.take", user=by)
    else:
        log(page, "moderation.hand_over", user=by, data={"taker": to.pk})
    emails.tell_takers(page, round_, before=before, by=by)
