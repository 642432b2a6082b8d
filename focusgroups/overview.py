"""What "My groups" shows: each group with its pages, where they stand and what is missing."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from moderation.choices import Stage
from moderation.models import GatedMixin, Missing
from moderation.querysets import round_of

from .models import FocusGroup, FocusGroupPage


@dataclass
class PageStanding:
    """One page: the draft's title, where it stands, who has it since when, what to mend, what is missing."""

    page: GatedMixin
    title: str
    kind: str
    stage: Stage
    missing: list[Missing] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    since: Any = None
    is_public: bool = False

    @property
    def needs_you(self) -> bool:
        """Whether the group has something to do on it."""
        return self.stage in (Stage.RETURNED, Stage.DRAFT)


@dataclass
class GroupStanding:
    """One group with all its pages, those with something to do first."""

    group: FocusGroup
    page: FocusGroupPage
    pages: list[PageStanding]
    leaders: list[Any]


def standing_of(page: GatedMixin) -> PageStanding:
    draft = page.draft()
    stage = page.stage()
    round_ = round_of(page)
    return PageStanding(
        page=page,
        title=draft.title,
        kind=str(page._meta.verbose_name),
        stage=stage,
        missing=draft.missing() if stage in (Stage.DRAFT, Stage.RETURNED) else [],
        points=[point.text for point in round_.points.all()] if round_ and stage == Stage.RETURNED else [],
        since=round_.started_at if round_ else None,
        is_public=page.live,
    )


def groups_of(groups: Any) -> list[GroupStanding]:
    """Each of ``groups`` as it stands, the newest first."""
    found = []
    for group in groups.order_by("-reference"):
        page = FocusGroupPage.objects.filter(translation_key=group.work).order_by("pk").first()
        if page is None:
            continue
        children = Page.objects.child_of(page).order_by("path").specific()
        pages = [standing_of(item) for item in (page, *children)]
        leaders = list(group.memberships.current().leading().in_order())
        found.append(GroupStanding(group=group, page=page, pages=pages, leaders=leaders))
    return found


def next_step(standing: GroupStanding) -> str:
    """The one thing to do next, as a sentence for the chair."""
    for page in standing.pages:
        if page.stage == Stage.RETURNED:
            return _("“%(title)s” was returned: mend the points and send it again.") % {"title": page.title}
    for page in standing.pages:
        if page.stage == Stage.DRAFT:
            if page.missing:
                return _("Complete “%(title)s”.") % {"title": page.title}
            return _("“%(title)s” is complete: send it to quality control.") % {"title": page.title}
    return _("Nothing waits for you.")
