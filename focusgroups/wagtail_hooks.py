"""What this room registers with Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import AbstractPage, Page
from wagtail.permissions import register_permission_policy

from files.permissions import register_private_check
from moderation.receivers import gated_types
from search.public import unrestricted

from . import urls
from .editor import GatedPageViewSet
from .models import FocusGroup
from .permissions import may_see_private_file
from .policies import GroupPagePolicy

register_permission_policy(AbstractPage, GroupPagePolicy())
register_private_check(may_see_private_file)


@hooks.register("register_admin_urls")
def register_urls() -> list:
    return [path("focus-groups/", include(urls, namespace="focusgroups"))]


@hooks.register("register_admin_viewset")
def register_editors() -> list[GatedPageViewSet]:
    return [GatedPageViewSet(f"gated-{model._meta.model_name}", model=model) for model in gated_types()]


LOG_ACTIONS = {
    "set_up": _("Set up the focus group"),
    "confirm_leaders": _("Confirmed chair and co-chair"),
    "add_member": _("Added a member"),
    "end_membership": _("Ended a membership"),
    "record_consent": _("Recorded consent"),
    "fill_in_terms": _("Filled in from the group's data"),
    "agreed": _("Recorded that the Advisory Board agreed"),
    "formed": _("Recorded that forming began"),
    "launched": _("Recorded the launch"),
    "concluded": _("Recorded the conclusion"),
    "ended_early": _("Recorded the early end"),
    "imported": _("Took over an earlier record"),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label in LOG_ACTIONS.items():
        actions.register_action(f"focusgroups.{name}", label, label)


class MyGroupsMenuItem(MenuItem):
    """For those who lead a group, and for those who see them all."""

    def is_shown(self, request: HttpRequest) -> bool:
        user = request.user
        return user.has_perm("focusgroups.see_all") or FocusGroup.objects.led_by(user).exists()


@hooks.register("register_admin_menu_item")
def register_my_groups() -> MenuItem:
    return MyGroupsMenuItem(
        _("My groups"), reverse("focusgroups:my_groups"), name="my-groups", icon_name="group", order=10
    )


@hooks.register("construct_page_chooser_queryset")
def hide_drafts_of_others(pages: Any, request: HttpRequest) -> Any:
    """A chooser offers what is open to everybody; drafts of other groups are nobody's business."""
    if request.user.has_perm("focusgroups.see_all"):
        return pages
    live = Page.objects.live()
    # By their keys: a search engine knows no subqueries.
    return pages.live().exclude(
        pk__in=list(live.exclude(pk__in=unrestricted(live).values("pk")).values_list("pk", flat=True))
    )
