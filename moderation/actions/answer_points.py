"""The group answers the points of a return before it sends the page again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from ..models import GatedMixin, Point
from ..points import points_to_answer
from ..querysets import locked_page
from .send import NotSendable


@transaction.atomic
def answer_points(*, page_id: int, by: Any, answers: Mapping[int, tuple[str, str]]) -> None:
    """Keep an answer (a value of ``Answer``, or ``""``) and its text for each of these points of the last return.

    Raises ``NotSendable`` where the page is in quality control again, or is not this user's to send; the text quotes
    what was typed, so that it is not lost.
    """
    if not answers:
        return
    page = locked_page(page_id)
    if page.workflow_in_progress or not page.may_take_back(by):
        typed = " ".join(f"“{text}”" for _answer, text in answers.values() if text)
        raise NotSendable(_("Your answers to the points were not saved: %(typed)s") % {"typed": typed})
    for point in points_to_answer(page):
        if answers.get(point.pk, kept := (point.answer, point.answer_text)) != kept:
            point.answer, point.answer_text = answers[point.pk]
            point.save(update_fields=["answer", "answer_text"])
            _log(page, point, by)


def _log(page: GatedMixin, point: Point, by: Any) -> None:
    """Once an answer and a person: a draft that saves itself would log every few letters of the text."""
    entries = PageLogEntry.objects.filter(page=page.pk, action="moderation.answer_point", data__point=point.pk)
    last = entries.order_by("-timestamp", "-pk").first()
    told = (last.data["answer"], last.user_id) if last else ("", by.pk)
    if told != (point.answer, by.pk):
        log(page, "moderation.answer_point", user=by, data={"point": point.pk, "answer": point.answer})
