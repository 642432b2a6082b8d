"""What the public may know of quality control: when, in which version and language, by which questions, with which result.

Never who: neither the reviewer nor anybody's words, for both may name people.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from files.models import File, Picture

from .choices import Verdict
from .models import Approval


@dataclass(frozen=True)
class Answer:
    """One question of the checklist with its answer; ``language`` where it is not the reader's."""

    question: str
    language: str
    is_yes: bool | None
    mandatory: bool


@dataclass(frozen=True)
class Erasure:
    """A file or picture that a version showed and whose bytes were erased since; the reason is in the site's own language."""

    sha256: str
    erased_at: datetime
    reason: str


@dataclass(frozen=True)
class Check:
    """One passage of one version in one language through quality control."""

    work: uuid.UUID
    language: str
    version: str
    translates: str
    checked_at: datetime
    checklist: int
    answers: list[Answer]
    verdict: str
    seal: str
    is_in_force: bool
    withdrawn_at: datetime | None
    erased: list[Erasure]

    @property
    def verdict_label(self) -> str:
        return str(Verdict(self.verdict).label)

    @property
    def all_yes(self) -> bool:
        return all(answer.is_yes for answer in self.answers)


def checks_of(works: Collection[uuid.UUID]) -> list[Check]:
    """Every check of these works, the newest first; a constant number of queries."""
    approvals = list(
        Approval.objects.filter(work__in=works)
        .select_related("revocation", "translates", "checklist")
        .defer("content", "translates__content")
        .order_by("-pk")
    )
    erased = _erased_from(works)
    newest: dict[tuple[uuid.UUID, str], int] = {}
    for approval in approvals:
        newest.setdefault((approval.work, approval.language), approval.pk)
    return [
        Check(
            work=approval.work,
            language=approval.language,
            version=approval.version,
            translates=approval.translates.version if approval.translates else "",
            checked_at=approval.approved_at,
            checklist=approval.checklist_id,
            answers=[
                Answer(
                    question.text,
                    question.foreign_language,
                    approval.answers.get(question.key),
                    question.is_mandatory,
                )
                for question in approval.checklist.questions
            ],
            verdict=approval.verdict,
            seal=approval.seal,
            is_in_force=newest[approval.work, approval.language] == approval.pk and not approval.is_revoked(),
            withdrawn_at=approval.revocation.revoked_at if approval.is_revoked() else None,
            erased=erased.get(approval.pk, []),
        )
        for approval in approvals
    ]


def _erased_from(works: Collection[uuid.UUID]) -> dict[int, list[Erasure]]:
    """What was erased of these works, by the key of each approval that names it by its hash."""
    gone = {
        row["sha256"]: Erasure(row["sha256"], row["erased_at"], row["erasure_reason"])
        for model in (File, Picture)
        for row in model.objects.exclude(erased_at=None)
        .exclude(sha256="")
        .values("sha256", "erased_at", "erasure_reason")
    }
    if not gone:
        return {}
    shows_one = Q(pk__in=[])
    for sha256 in gone:
        shows_one |= Q(content__contains=sha256)
    contents = Approval.objects.filter(shows_one, work__in=works).values_list("pk", "content")
    return {key: [erasure for sha256, erasure in gone.items() if sha256 in content] for key, content in contents}
