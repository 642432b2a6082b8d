"""Wagtail's log in words: who did what, when, to which version and why; and the story of one work."""

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
from wagtail.models import Page, PageLogEntry

FIELDS = ("timestamp", "user_id", "action", "label", "data", "content_type_id", "object_key")
# What Wagtail calls by the parts of its workflow, in the words of quality control.
OWN_WORDS = {
    "wagtail.create": gettext_lazy("Begun"),
    "wagtail.workflow.start": gettext_lazy("Sent to quality control"),
    "wagtail.workflow.resume": gettext_lazy("Sent to quality control again"),
    "wagtail.workflow.reject": gettext_lazy("Returned with points to mend"),
    "wagtail.workflow.cancel": gettext_lazy("Taken out of quality control"),
}


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
    """What each action is called."""
    return dict(registry.get_choices()) | OWN_WORDS


def rows_of(entries: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Entries of one of Wagtail's two logs as rows of the same form; ``key`` names what the entry is about."""
    return entries.order_by().annotate(object_key=Cast(F(key), CharField())).values(*FIELDS)


def read(rows: list[dict[str, Any]]) -> list[Entry]:
    """The same in words; a deleted account stays as its number."""
    keys = {row["user_id"] for row in rows if row["user_id"]}
    people = get_user_model().objects.in_bulk(keys)
    names = labels()
    return [_entry(row, people, names) for row in rows]


def _entry(row: dict[str, Any], people: dict[int, Any], names: dict[str, Any]) -> Entry:
    data = row["data"] or {}
    model = ContentType.objects.get_for_id(row["content_type_id"]).model_class() if row["content_type_id"] else None
    key = row["user_id"]
    if not key:
        who = _("the site itself")
    else:
        who = str(people[key]) if key in people else _("deleted account %(number)s") % {"number": key}
    reasons = (data.get(name) for name in ("reason", "note", "override", "comment"))
    return Entry(
        at=localtime(row["timestamp"]),
        who=who,
        what=str(names.get(row["action"], row["action"])),
        thing=row["label"],
        kind=str(model._meta.verbose_name) if model else "",
        version=str(data.get("version") or ""),
        why=" ".join(reason for reason in reasons if isinstance(reason, str) and reason),
    )


def story_of(page: Page) -> list[Entry]:
    """What happened to a work in all its languages, from its beginning; every saved draft stands in the log alone."""
    versions = Page.objects.filter(translation_key=page.translation_key)
    rows = rows_of(PageLogEntry.objects.filter(page__in=versions.values("pk")), "page_id").order_by("timestamp")
    return read([row for row in rows if row["action"] in OWN_WORDS or not row["action"].startswith("wagtail.")])
