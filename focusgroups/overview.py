"""What "My groups" shows: each group with its pages, where they stand and what is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from moderation.automated import Remark
from moderation.choices import Stage
from moderation.models import GatedMixin
from moderation.standing import Standing, standings_of

from .choices import State
from .models import FocusGroup, FocusGroupPage, Membership

WITH_THE_GROUP = (Stage.DRAFT, Stage.RETURNED)


@dataclass(frozen=True)
class PageStanding:
    """One page: where its newest draft stands, and what that still lacks while the group has it."""

    page: GatedMixin
    standing: Standing
    missing: list[Remark] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        return self.standing.stage

    @property
    def title(self) -> str:
        return self.page.draft_title

    @property
    def points(self) -> list[str]:
        return self.standing.points(self.page)

    @property
    def kind(self) -> str:
        """What it is, where its title does not say so."""
        kind = str(self.page._meta.verbose_name)
        return "" if kind.casefold() == self.title.casefold() else kind


@dataclass(frozen=True)
class GroupStanding:
    """One group with all its pages in the order of the tree, and its chair and co-chair."""

    group: FocusGroup
    page: FocusGroupPage
    pages: list[PageStanding]
    leaders: list[Membership]

    @property
    def title(self) -> str:
        return self.page.draft_title

    @property
    def next_step(self) -> str:
        """The one thing to do next, as a sentence."""
        if not self.leaders and self.group.state == State.PROPOSED:
            return _("Once the Advisory Board has agreed, the Secretariat confirms chair and co-chair (ToR ¶16).")
        if not self.leaders and self.group.is_open():
            return _("The Secretariat confirms chair and co-chair.")
        for item in self.pages:
            if item.stage == Stage.RETURNED:
                return _("“%(title)s” was returned: mend the points and send it again.") % {"title": item.title}
        for item in self.pages:
            if item.stage == Stage.IN_REVIEW and item.standing.round and item.standing.round.waits_for_the_group():
                return _("“%(title)s” has small fixes of the Secretariat: read and confirm them.") % {
                    "title": item.title
                }
        for item in self.pages:
            if item.stage == Stage.DRAFT and not any(missing.waits for missing in item.missing):
                sentence = (
                    _("Complete “%(title)s”.")
                    if item.missing
                    else _("“%(title)s” is complete: send it to quality control.")
                )
                return sentence % {"title": item.title}
        return _("Nothing waits for you.")


def groups_of(groups: Sequence[FocusGroup]) -> list[GroupStanding]:
    """Each of ``groups`` as it stands, in their order.

    A fixed number of queries for all of them; beyond it, only the drafts that the group has in hand are read one by one.
    """
    pages = {
        page.translation_key: page
        for page in FocusGroupPage.objects.filter(
            translation_key__in=[group.work for group in groups], locale__language_code=F("source_language")
        )
    }
    below = _children_of(list(pages.values()))
    leaders = defaultdict(list)
    for membership in Membership.objects.current().leading().filter(group__in=groups).in_order():
        leaders[membership.group_id].append(membership)
    families = {work: [page, *below[page.path]] for work, page in pages.items()}
    everything = [page for family in families.values() for page in family]
    locales = Locale.objects.in_bulk()
    for page in everything:
        page.locale = locales[page.locale_id]
    standings = standings_of(everything)
    return [
        GroupStanding(
            group,
            pages[group.work],
            [_page_standing(page, standings[page.pk]) for page in families[group.work]],
            leaders[group.pk],
        )
        for group in groups
        if group.work in pages
    ]


def _page_standing(page: GatedMixin, standing: Standing) -> PageStanding:
    return PageStanding(page, standing, page.draft().errors() if standing.stage in WITH_THE_GROUP else [])


def _children_of(pages: list[FocusGroupPage]) -> dict[str, list[Any]]:
    under = Q(pk__in=[])
    for page in pages:
        under |= Q(path__startswith=page.path, depth=page.depth + 1)
    found = defaultdict(list)
    for child in Page.objects.filter(under).order_by("path").specific():
        found[child.path[: -Page.steplen]].append(child)
    return found
