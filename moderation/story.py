"""The story of a work: what happened to it in all its languages, from its beginning, step by step."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry

from .languages import name_of_language
from .log import label_of, name_of, people_in, why_of
from .models import GatedMixin, Point, QualityControl

BEGAN = "wagtail.create"
MADE_FROM_ANOTHER_LANGUAGE = "wagtail.copy_for_translation"
SENT = "wagtail.workflow.start"
SENT_AGAIN = "wagtail.workflow.resume"
RETURNED = "wagtail.workflow.reject"
TAKEN_OUT = "wagtail.workflow.cancel"
ANSWERED = "moderation.answer_point"
APPROVED = "moderation.approve"
WITHDRAWN = "moderation.withdraw"
# What leads to an approval, and is said to be of the version that it approved.
LEADS_TO_APPROVAL = {
    *(BEGAN, SENT, SENT_AGAIN, RETURNED, TAKEN_OUT, ANSWERED),
    *(f"moderation.{verb}" for verb in ("take", "hand_over", "come_back", "schedule", "unschedule")),
    *(f"moderation.{verb}" for verb in ("begin_small_fixes", "ask_to_confirm", "confirm_small_fixes")),
}
# Every saved draft stands in the log alone; so does what Wagtail says of a step that is ours.
OF_WAGTAIL = (
    *(BEGAN, MADE_FROM_ANOTHER_LANGUAGE, SENT, SENT_AGAIN, RETURNED, TAKEN_OUT),
    *(f"wagtail.view_restriction.{verb}" for verb in ("create", "edit", "delete")),
)


@dataclass
class Step:
    """One thing that somebody did: ``row`` is its entry in the log, ``version`` the one that it was about or led to."""

    row: dict[str, Any]
    work: uuid.UUID
    language: str
    version: str = ""
    note: str = ""
    points: list[Point] = field(default_factory=list)

    @property
    def action(self) -> str:
        return self.row["action"]

    @property
    def at(self) -> datetime:
        return self.row["timestamp"]


@dataclass(frozen=True)
class Told:
    """A step in words, for the Secretariat."""

    at: datetime
    who: str
    what: str
    version: str
    language: str
    why: str
    points: list[str]


def story_of(page: GatedMixin) -> list[Told]:
    """The story of the work of ``page``, with who and why; points are named as its draft names its fields."""
    steps = steps_of([page.translation_key])
    people = people_in([step.row for step in steps])
    draft = page.draft()
    return [_told(step, people, draft) for step in steps]


def _told(step: Step, people: Mapping[int, Any], draft: GatedMixin) -> Told:
    is_answer = step.action == ANSWERED
    why = "" if step.points else why_of(step.row, people)
    return Told(
        at=step.at,
        who=name_of(step.row["user_id"], people),
        what=_("Answered the points to mend") if is_answer else label_of(step.action),
        version=step.version,
        language=name_of_language(step.language),
        why=step.note or why,
        points=[_answered(point, draft) if is_answer else point.sentence(draft) for point in step.points],
    )


def _answered(point: Point, draft: GatedMixin) -> str:
    return " – ".join(filter(None, [point.sentence(draft), str(point.get_answer_display()), point.answer_text]))


def steps_of(works: Collection[uuid.UUID]) -> list[Step]:
    """Every step of these works, the first first; a constant number of queries."""
    pages = {
        key: (work, language)
        for key, work, language in Page.objects.filter(translation_key__in=works).values_list(
            "pk", "translation_key", "locale__language_code"
        )
    }
    told = ~Q(action__startswith="wagtail.") | Q(action__in=OF_WAGTAIL)
    rows = PageLogEntry.objects.filter(told, page__in=pages).order_by("timestamp", "pk")
    rounds = _rounds_of(pages)
    points = {point.pk: point for round_ in rounds.values() for point in round_.points.all()}
    steps: list[Step] = []
    for row in _steps_in(list(rows.values("page_id", "action", "timestamp", "user_id", "data", "uuid"))):
        data = row["data"] or {}
        step = Step(row, *pages[row["page_id"]], version=data.get("version") or "")
        round_ = _round_of(row, rounds)
        if step.action in (SENT, SENT_AGAIN) and round_:
            step.note = round_.note
        elif step.action == RETURNED and round_:
            step.points = list(round_.points.all())
        elif step.action == ANSWERED:
            step.points = [points[key] for key in [data["point"]] if key in points]
            if steps and _goes_on(steps[-1], step):
                step.points = [*(point for point in steps.pop().points if point not in step.points), *step.points]
        steps.append(step)
    _say_which_version(steps)
    return steps


def _steps_in(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A language version begins with the request for it: Wagtail says that who wrote the source began it.

    A withdrawal ends a round of quality control as well: nobody took anything out.
    """
    made = {row["page_id"] for row in rows if row["action"] == MADE_FROM_ANOTHER_LANGUAGE}
    withdrawals = {row["uuid"] for row in rows if row["action"] == WITHDRAWN} - {None}
    for row in rows:
        is_told_otherwise = (
            row["action"] == MADE_FROM_ANOTHER_LANGUAGE
            or (row["action"] == BEGAN and row["page_id"] in made)
            or (row["action"] == TAKEN_OUT and row["uuid"] in withdrawals)
        )
        if not is_told_otherwise:
            yield row


def _rounds_of(pages: Collection[int]) -> dict[int, QualityControl]:
    rounds = QualityControl.objects.filter(workflow_state__object_id__in=[str(key) for key in pages])
    return {round_.pk: round_ for round_ in rounds.order_by("pk").prefetch_related("points")}


def _round_of(row: dict[str, Any], rounds: Mapping[int, QualityControl]) -> QualityControl | None:
    """The round that an entry of the workflow is about; who sends again is said to leave the round before."""
    named = rounds.get(((row["data"] or {}).get("workflow") or {}).get("task_state_id"))
    if named is None or row["action"] != SENT_AGAIN:
        return named
    later = (round_ for key, round_ in rounds.items() if key > named.pk)
    return next((round_ for round_ in later if round_.workflow_state_id == named.workflow_state_id), None)


def _goes_on(before: Step, step: Step) -> bool:
    """Whether somebody answers one point after the other."""
    return all(before.row[name] == step.row[name] for name in ("action", "page_id", "user_id"))


def _say_which_version(steps: list[Step]) -> None:
    """What comes before an approval led to the version that it approved."""
    coming: dict[tuple[uuid.UUID, str], str] = {}
    for step in reversed(steps):
        key = (step.work, step.language)
        if step.action == APPROVED:
            coming[key] = step.version
        elif step.action in LEADS_TO_APPROVAL:
            step.version = step.version or coming.get(key, "")
