"""Wagtail's log in words: who did what, when, to which version and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import registry

from files.models import File, Picture

from .choices import Answer, ReportResult, WithdrawalReason
from .days import day_and_time
from .languages import name_of_language

FIELDS = ("timestamp", "user_id", "action", "label", "data", "content_type_id", "object_key")
# What Wagtail itself does on this site, in our words; what is switched off here (comments, aliases) keeps Wagtail's.
OWN_WORDS = {
    "wagtail.create": gettext_lazy("Began"),
    "wagtail.edit": gettext_lazy("Saved a draft"),
    "wagtail.delete": gettext_lazy("Deleted"),
    "wagtail.copy": gettext_lazy("Copied"),
    "wagtail.copy_for_translation": gettext_lazy("Began in another language"),
    "wagtail.move": gettext_lazy("Moved to another place"),
    "wagtail.reorder": gettext_lazy("Changed the order"),
    "wagtail.rename": gettext_lazy("Changed the title"),
    "wagtail.revert": gettext_lazy("Went back to an earlier draft"),
    "wagtail.lock": gettext_lazy("Locked"),
    "wagtail.unlock": gettext_lazy("Unlocked"),
    "wagtail.publish": gettext_lazy("Put online"),
    "wagtail.publish.schedule": gettext_lazy("Chose a day to put it online"),
    "wagtail.publish.scheduled": gettext_lazy("Put online on the chosen day"),
    "wagtail.schedule.cancel": gettext_lazy("Took the chosen day back"),
    "wagtail.unpublish": gettext_lazy("Taken offline"),
    "wagtail.unpublish.scheduled": gettext_lazy("Taken offline on the chosen day"),
    "wagtail.view_restriction.create": gettext_lazy("Restricted who may read it"),
    "wagtail.view_restriction.edit": gettext_lazy("Changed who may read it"),
    "wagtail.view_restriction.delete": gettext_lazy("Opened it to everybody"),
    "wagtail.workflow.start": gettext_lazy("Sent to quality control"),
    "wagtail.workflow.resume": gettext_lazy("Sent to quality control again"),
    "wagtail.workflow.approve": gettext_lazy("Quality control passed"),
    "wagtail.workflow.reject": gettext_lazy("Returned with points to mend"),
    "wagtail.workflow.cancel": gettext_lazy("Taken out of quality control"),
}
REASONS = ("reason", "note", "override", "comment")


@dataclass(frozen=True)
class Entry:
    """One line of the log, as people read it."""

    at: datetime
    who: str
    what: str
    thing: str
    kind: str
    version: str
    why: str

    def cells(self) -> list[str]:
        return [
            self.at.isoformat(timespec="seconds"),
            self.who,
            self.what,
            self.thing,
            self.kind,
            self.version,
            self.why,
        ]


def labels() -> dict[str, Any]:
    """What each action is called that somebody can do on this site."""
    of_rooms = {action: label for action, label in registry.get_choices() if not action.startswith("wagtail")}
    return OWN_WORDS | of_rooms


def label_of(action: str) -> str:
    """What an action is called; one that no room knows any more by its name, in letters that people read."""
    if action in OWN_WORDS:
        return str(OWN_WORDS[action])
    if registry.action_exists(action):
        return str(registry.get_action_label(action))
    return action.rpartition(".")[2].replace("_", " ").capitalize()


def rows_of(entries: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Entries of one of Wagtail's two logs as rows of the same form; ``key`` names what the entry is about."""
    return entries.order_by().annotate(object_key=Cast(F(key), CharField())).values(*FIELDS)


def read(rows: list[dict[str, Any]]) -> list[Entry]:
    """The same in words; a deleted account stays as its number, and so does a file or picture that was erased."""
    people, erased = people_in(rows), _erased_in(rows)
    return [_entry(row, people, erased) for row in rows]


def _erased_in(rows: list[dict[str, Any]]) -> set[tuple[int, str]]:
    """Content type and key of what was erased for good: its old title is nobody's to read."""
    found = set()
    for model in (File, Picture):
        kind = ContentType.objects.get_for_model(model).pk
        if keys := {row["object_key"] for row in rows if row["content_type_id"] == kind}:
            erased = model.objects.filter(pk__in=keys).exclude(erased_at=None).values_list("pk", flat=True)
            found |= {(kind, str(key)) for key in erased}
    return found


def people_in(rows: list[dict[str, Any]]) -> dict[int, Any]:
    """The accounts that these rows name, in one query."""
    keys = {key for row in rows for key in (row["user_id"], (row["data"] or {}).get("taker")) if key}
    return get_user_model().objects.in_bulk(keys)


def name_of(key: int | None, people: Mapping[int, Any]) -> str:
    if not key:
        return _("the site itself")
    return str(people[key]) if key in people else _("deleted account %(number)s") % {"number": key}


def why_of(row: dict[str, Any], people: Mapping[int, Any]) -> str:
    """What was said with a step, in sentences: to whom, for when, for which reason, in which words."""
    data = row["data"] or {}
    said = []
    if taker := data.get("taker"):
        said.append(_("To %(name)s.") % {"name": name_of(taker, people)})
    if language := data.get("language"):
        said.append(_("Into %(language)s.") % {"language": name_of_language(language)})
    if publish_at := data.get("publish_at"):
        said.append(_("Time of publication: %(when)s.") % {"when": day_and_time(datetime.fromisoformat(publish_at))})
    if data.get("result") in ReportResult.values:
        said.append(f"{ReportResult(data['result']).label}.")
    if data.get("answer") in Answer.values:
        said.append(str(Answer(data["answer"]).label))
    if data.get("kind") in set(WithdrawalReason.values) - {WithdrawalReason.OTHER}:
        said.append(f"{WithdrawalReason(data['kind']).label}.")
    reasons = (data.get(name) for name in REASONS)
    return " ".join([*said, *(reason for reason in reasons if isinstance(reason, str) and reason)])


def _entry(row: dict[str, Any], people: Mapping[int, Any], erased: set[tuple[int, str]]) -> Entry:
    model = ContentType.objects.get_for_id(row["content_type_id"]).model_class() if row["content_type_id"] else None
    return Entry(
        at=localtime(row["timestamp"]),
        who=name_of(row["user_id"], people),
        what=label_of(row["action"]),
        thing=f"#{row['object_key']}" if (row["content_type_id"], row["object_key"]) in erased else row["label"],
        kind=str(model._meta.verbose_name) if model else "",
        version=str((row["data"] or {}).get("version") or ""),
        why=why_of(row, people),
    )
