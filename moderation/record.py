"""What the public may know of quality control: when, in which version and language, by which questions, with which result.

Never who: neither the reviewer nor anybody's words, for both may name people.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from .checklist import CHECKLISTS
from .choices import Verdict
from .models import Approval


@dataclass(frozen=True)
class Answer:
    """One question of the checklist with its answer; ``None`` where it was not asked then."""

    question: str
    is_yes: bool | None
    mandatory: bool


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
        .select_related("revocation", "translates")
        .defer("content", "translates__content")
        .order_by("-pk")
    )
    questions = _questions(approval.checklist_version for approval in approvals)
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
            checklist=approval.checklist_version,
            answers=[
                Answer(text, approval.answers.get(key), mandatory)
                for key, text, mandatory in questions[approval.checklist_version]
            ],
            verdict=approval.verdict,
            seal=approval.seal,
            is_in_force=newest[approval.work, approval.language] == approval.pk and not approval.is_revoked(),
            withdrawn_at=approval.revocation.revoked_at if approval.is_revoked() else None,
        )
        for approval in approvals
    ]


def _questions(versions: Iterable[int]) -> dict[int, list[tuple[str, str, bool]]]:
    """Key, text in the reader's language and obligation of each question of these versions of the checklist."""
    return {
        version: [(item.key, str(item.text), item.mandatory) for item in CHECKLISTS[version]]
        for version in set(versions)
    }
