"""What an editor and a reviewer do with a page, told with the product's own verbs."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile

from files.models import File
from focusgroups.models import Person
from moderation.actions import approve, send_to_quality_control
from moderation.content import content_of
from moderation.models import GatedMixin

from ..models import User
from .fields import put

# What a group says to a warning of the automated checks, where there is one.
NOTE = "We agreed on this at our last meeting."


@dataclass(frozen=True)
class Cast:
    """The people of the demonstration by their keys."""

    persons: dict[str, Person]
    users: dict[str, User]
    consenting: frozenset[str]

    def consents(self, person: Person) -> bool:
        """Whether this person agreed to be named in public."""
        return person.email in self.consenting

    def reviewer_of(self, group: dict[str, Any]) -> User:
        """Somebody of the Secretariat who is not the group's co-chair (ToR ¶16)."""
        return self.users["secretariat-2" if group["co_chair"] == "secretariat-3" else "secretariat-3"]


def edit(page: GatedMixin, by: User, values: dict[str, Any]) -> None:
    """Save a draft of ``page`` with these values, as the editor does."""
    draft = page.draft()
    put(draft, values)
    if not draft.live:
        draft.save()
    draft.save_revision(user=by)


def seal_of(page: GatedMixin) -> str:
    """The content hash of the newest draft, as a reviewer sees it."""
    return content_of(type(page).objects.get(pk=page.pk).draft()).seal


def send(page: GatedMixin, by: User) -> None:
    send_to_quality_control(page_id=page.pk, by=by, note=NOTE)


def let_pass(page: GatedMixin, reviewer: User) -> None:
    """Approve what was sent."""
    asked = page.checklist()
    answers = {item.key: True for item in asked.questions}
    approve(page_id=page.pk, by=reviewer, seal=seal_of(page), answers=answers, checklist=asked.version)


def upload(pdf: bytes, *, title: str, name: str, by: User) -> File:
    """A file, accepted by the same check as an editor's."""
    file = File(title=title, file=ContentFile(pdf, name=name), uploaded_by_user=by)
    file.full_clean(exclude=["collection"])
    file.save()
    return file
