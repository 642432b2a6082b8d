"""Wagtail's question for many pages: which of them may a chair edit? Answered by one subquery on the memberships."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from .models import FocusGroup, FocusGroupPage
from .permissions import MAY_LEAD, led_paths
from .querysets import GROUP_DEPTH, pages_of_groups

# As Wagtail has it: who may do one of these to a page finds it in the explorer.
EXPLORE = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


class GroupPagePolicy(PagePermissionPolicy):
    """Wagtail's policy, and the pages of the groups that a user leads.

    Rows of ``GroupPagePermission`` for each chair would end in an expression too large for SQLite at some 300 groups.
    """

    def _led(self, user: Any, actions: Iterable[str]) -> QuerySet[Page] | None:
        if not user.is_active or user.is_superuser or not MAY_LEAD & set(actions):
            return None
        groups = FocusGroup.objects.all() if user.has_perm("focusgroups.edit_all") else FocusGroup.objects.led_by(user)
        return pages_of_groups(groups)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        actions = set(actions)
        return super().user_has_any_permission(user, actions) or self._leads_any(user, actions)

    def _leads_any(self, user: Any, actions: set[str]) -> bool:
        return (
            bool(MAY_LEAD & actions)
            and user.is_active
            and (user.has_perm("focusgroups.edit_all") or bool(led_paths(user)))
        )

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Page) -> bool:
        if super().user_has_any_permission_for_instance(user, actions, instance):
            return True
        led = self._led(user, actions)
        return led is not None and led.filter(pk=instance.pk).exists()

    def _has_at_root(self, user: Any, actions: Iterable[str]) -> bool:
        """Whether Wagtail's own rows give the user every page."""
        codenames = self._get_permission_codenames(actions)
        rows = self.get_cached_permissions_for_user(user)
        return any(row.page.is_root() and row.permission.codename in codenames for row in rows)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Page]:
        pages = super().instances_user_has_any_permission_for(user, actions)
        led = None if self._has_at_root(user, actions) else self._led(user, actions)
        return (
            pages
            if led is None
            else self.model._default_manager.filter(Q(pk__in=pages.values("pk")) | Q(pk__in=led.values("pk")))
        )

    def instances_with_direct_explore_permission(self, user: Any) -> list[Page]:
        """Where the explorer may begin: also at the groups that a user leads."""
        pages = list(super().instances_with_direct_explore_permission(user))
        led = None if any(page.is_root() for page in pages) else self._led(user, MAY_LEAD)
        return pages if led is None else [*pages, *led.type(FocusGroupPage)]

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        """Wagtail's own, and the pages of the led groups with the few home and index pages on the way down to them."""
        pages = PagePermissionPolicy(self.model).explorable_instances(user)
        led = None if self._has_at_root(user, EXPLORE) else self._led(user, MAY_LEAD)
        if led is None:
            return pages
        index = Substr("path", 1, (GROUP_DEPTH - 1) * Page.steplen)
        indexes = led.type(FocusGroupPage).annotate(index=index).order_by().values_list("index", flat=True).distinct()
        above = {path[:end] for path in indexes for end in range(Page.steplen, len(path) + 1, Page.steplen)}
        return self.model._default_manager.filter(
            Q(pk__in=pages.values("pk")) | Q(pk__in=led.values("pk")) | Q(path__in=above)
        )
