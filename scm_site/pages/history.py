"""The story of a work as the public may know it: which step, when, of which version; never who, nor anybody's words."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation import story
from moderation.choices import Answer, WithdrawalReason
from moderation.days import day_and_time
from moderation.log import label_of

GROUP, REVIEW, SECRETARIAT, SITE = "group", "review", "secretariat", "site"
# What the public is told of, each with its code for programs and who did it.
STEPS = {
    story.BEGAN: ("begun", GROUP),
    story.SENT: ("sent", GROUP),
    story.SENT_AGAIN: ("sent_again", GROUP),
    story.TAKEN_OUT: ("taken_out", GROUP),
    story.RETURNED: ("returned", REVIEW),
    story.ANSWERED: ("answered", GROUP),
    "moderation.take": ("taken", REVIEW),
    "moderation.hand_over": ("handed_over", REVIEW),
    "moderation.begin_small_fixes": ("fixes_begun", REVIEW),
    "moderation.ask_to_confirm": ("fixes_asked", REVIEW),
    "moderation.confirm_small_fixes": ("fixes_confirmed", GROUP),
    "moderation.schedule": ("scheduled", REVIEW),
    "moderation.unschedule": ("unscheduled", REVIEW),
    story.APPROVED: ("published", REVIEW),
    "moderation.withdraw": ("withdrawn", SECRETARIAT),
    "outcomes.correct": ("corrected", SECRETARIAT),
}
NAMES: dict[str, Promise] = {
    GROUP: gettext_lazy("Focus group"),
    REVIEW: gettext_lazy("SCM Secretariat"),
    SECRETARIAT: gettext_lazy("SCM Secretariat"),
    SITE: gettext_lazy("This site"),
}
# The same for a language version.
NAMES_OF_TRANSLATION = NAMES | {GROUP: gettext_lazy("Translation"), REVIEW: gettext_lazy("Linguistic review")}


@dataclass(frozen=True)
class PublicStep:
    """One step; ``planned_for`` is a time of publication, ``points`` how many were to be mended or answered."""

    code: str
    at: datetime
    party: str
    who: str
    what: str
    version: str
    language: str
    planned_for: datetime | None
    points: int
    detail: str


def histories(works: Collection[uuid.UUID]) -> dict[uuid.UUID, list[PublicStep]]:
    """The steps of each work that led to what was published, and what came after; a constant number of queries.

    What only leads to a draft yet has no version, and is nobody's business.
    """
    own: dict[uuid.UUID, str] = {}
    found: dict[uuid.UUID, list[PublicStep]] = {}
    for step in story.steps_of(works):
        if step.action in STEPS and step.version:
            language = own.setdefault(step.work, step.language)
            found.setdefault(step.work, []).append(_public(step, is_translation=step.language != language))
    return found


def _public(step: story.Step, *, is_translation: bool) -> PublicStep:
    code, party = STEPS[step.action]
    party = party if step.row["user_id"] else SITE
    data = step.row["data"] or {}
    planned_for = datetime.fromisoformat(data["publish_at"]) if "publish_at" in data else None
    return PublicStep(
        code=code,
        at=step.at,
        party=party,
        who=str((NAMES_OF_TRANSLATION if is_translation else NAMES)[party]),
        what=_("Answered the points to mend") if step.action == story.ANSWERED else label_of(step.action),
        version=step.version,
        language=step.language,
        planned_for=planned_for,
        points=len(step.points),
        detail=_detail(step, data, planned_for),
    )


def _detail(step: story.Step, data: dict[str, Any], planned_for: datetime | None) -> str:
    if planned_for:
        return _("Time of publication: %(when)s.") % {"when": day_and_time(planned_for)}
    if step.action == story.RETURNED:
        number = len(step.points)
        return ngettext("%(number)d point.", "%(number)d points.", number) % {"number": number}
    if step.action == story.ANSWERED:
        done = sum(point.answer == Answer.DONE for point in step.points)
        return _("Done: %(done)d, not done: %(left)d.") % {"done": done, "left": len(step.points) - done}
    if data.get("kind") in WithdrawalReason.values:
        return f"{WithdrawalReason(data['kind']).label}."
    return ""
