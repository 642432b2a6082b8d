"""Groups, people and memberships in the words of the domain."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Substr
from wagtail.models import Page

from moderation.models.event import EventQuerySet

from .choices import LEADING_ROLES, Role

# Root, home of a language, index, group: ``parent_page_types`` keeps it so.
GROUP_DEPTH = 4


class MembershipQuerySet(EventQuerySet):
    """Who is or was what in a group."""

    def current(self) -> "MembershipQuerySet":
        return self.filter(ended_on=None)

    def on(self, day: date) -> "MembershipQuerySet":
        """As the member list stood on ``day`` (B21)."""
        return self.filter(started_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gte=day))

    def leading(self) -> "MembershipQuerySet":
        return self.filter(role__in=LEADING_ROLES)

    def in_order(self) -> "MembershipQuerySet":
        """In the order of ToR ¶9: chair, co-chair, participants, support team; within a role by name."""
        order = models.Case(*(models.When(role=role, then=place) for place, role in enumerate(Role)))
        return self.select_related("person").order_by(order, "person__name", "pk")


class FocusGroupQuerySet(models.QuerySet):
    """Focus groups by who leads them and where they stand."""

    def led_by(self, user: Any) -> "FocusGroupQuerySet":
        """Those whose chair or co-chair ``user`` is now."""
        from .models import Membership

        leads = Membership.objects.current().leading().filter(group=OuterRef("pk"), person__user=user)
        return self.filter(Exists(leads))

    def named(self, words: str) -> "FocusGroupQuerySet":
        """Those whose name or reference holds ``words``."""
        return self.filter(Q(name__icontains=words) | Q(reference__icontains=words))


def pages_of_groups(groups: FocusGroupQuerySet) -> models.QuerySet[Page]:
    """Every page of these groups, in every language: the group pages and all that stands under them, in one query."""
    return Page.objects.annotate(group_path=Substr("path", 1, GROUP_DEPTH * Page.steplen)).filter(
        group_path__in=paths_of_groups(groups)
    )


def public_groups() -> FocusGroupQuerySet:
    """Those whose page is public in its source language; what stands under a group is public only while this is."""
    from .models import FocusGroup, FocusGroupPage

    sources = FocusGroupPage.objects.live().filter(locale__language_code=F("source_language"))
    return FocusGroup.objects.filter(work__in=sources.values("translation_key"))


def paths_of_groups(groups: FocusGroupQuerySet) -> models.QuerySet:
    """Where the group pages stand in the tree, in every language."""
    from .models import FocusGroupPage

    return FocusGroupPage.objects.filter(translation_key__in=groups.values("work")).values_list("path", flat=True)
