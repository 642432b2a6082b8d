"""Write a new version of the questions of quality control (E6)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..checklist import Question
from ..models import Checklist
from ..permissions import may_revise_checklist


class NotAChecklist(ValueError):
    """These questions cannot be put into force; the text says why."""


class ChecklistChanged(Exception):
    """Somebody else put another version into force meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed these questions since you opened them. Look at theirs, then decide."))


@transaction.atomic
def revise_checklist(*, kind: str, based_on: int, questions: Sequence[Question], by: Any) -> Checklist:
    """Put ``questions`` into force for this kind of list, in this order, as the next version.

    ``based_on`` is the version that was read and changed. A question without a key is new and gets one. Reviews that
    are open ask the new questions from now on; approvals, and those that wait for their time, keep the version that
    they answered. Raises ``PermissionDenied``, ``NotAChecklist`` or ``ChecklistChanged``; then nothing has happened.
    """
    if not may_revise_checklist(by):
        raise PermissionDenied(_("Only the Secretariat changes the questions of quality control."))
    # One after the other, whatever their kind: versions are counted over all of them.
    Checklist.objects.select_for_update(no_key=True).earliest("version")
    before = Checklist.objects.in_force(kind)
    if before.version != based_on:
        raise ChecklistChanged
    _refuse_unusable(questions, before)
    version = Checklist.objects.aggregate(last=Max("version"))["last"] + 1
    keyed = [
        question if question.key else replace(question, key=f"q{version}-{number}")
        for number, question in enumerate(questions, start=1)
    ]
    checklist = Checklist.objects.create(
        version=version, kind=kind, content=[question.as_json() for question in keyed], made_by=by
    )
    log(checklist, "moderation.revise_checklist", user=by, data={"kind": kind, "before": based_on})
    return checklist


def _refuse_unusable(questions: Sequence[Question], before: Checklist) -> None:
    if any(not question.texts.get(settings.LANGUAGE_CODE, "").strip() for question in questions):
        raise NotAChecklist(_("Write each question in the site's own language at least."))
    if not any(question.is_mandatory for question in questions):
        raise NotAChecklist(_("At least one question is mandatory: else quality control would ask nothing."))
    keys = [question.key for question in questions if question.key]
    if len(keys) != len(set(keys)) or not set(keys) <= {question.key for question in before.questions}:
        raise NotAChecklist(_("A question is not of this list. Open the list again."))
    if list(questions) == before.questions:
        raise NotAChecklist(_("Nothing has changed, so there is no new version."))
