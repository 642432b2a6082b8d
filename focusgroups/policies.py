"""Wagtail's question for many pages: which of them may a chair edit? Answered by one subquery on the memberships."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from .models import FocusGroup, FocusGroupPage
from .permissions import MAY_LEAD
from .querysets import pages_of_groups


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
            and (user.has_perm("focusgroups.edit_all") or FocusGroup.objects.led_by(user).exists())
        )

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Page) -> bool:
        if super().user_has_any_permission_for_instance(user, actions, instance):
            return True
        led = self._led(user, actions)
        return led is not None and led.filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Page]:
        pages = super().instances_user_has_any_permission_for(user, actions)
        led = self._led(user, actions)
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
        """The pages that the user may edit, and the way down to them."""
        if user.is_superuser or not user.is_active:
            return super().explorable_instances(user)
        own = self.instances_user_has_any_permission_for(
            user, {"add", "change", "publish", "lock", "unlock", "bulk_delete"}
        )
        below = own.filter(path__startswith=OuterRef("path")).order_by()
        return self.model._default_manager.filter(Exists(below))
