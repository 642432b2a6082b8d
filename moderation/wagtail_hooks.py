"""What this room registers with Wagtail's admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from . import urls
from .models import GatedMixin


@hooks.register("register_admin_urls")
def register_urls() -> list:
    return [path("quality-control/", include(urls, namespace="moderation"))]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label in {"approve": _("Approved"), "withdraw": _("Withdrew")}.items():
        actions.register_action(f"moderation.{name}", label, label)


class QueueMenuItem(MenuItem):
    """For those who see what waits."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scm_moderation.see_queue")


@hooks.register("register_admin_menu_item")
def register_queue() -> MenuItem:
    return QueueMenuItem(
        _("Quality control"), reverse("moderation:queue"), name="quality-control", icon_name="check", order=20
    )


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("moderation/admin.css"))


KEPT_ACTIONS = {"action-save-draft", "action-submit", "action-page-locked"}


@hooks.register("construct_page_action_menu")
def pare_down_actions(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A gated page is saved and sent; every other way ends at the gate and is not offered."""
    page = context.get("page")
    if not isinstance(page, GatedMixin):
        return
    menu_items[:] = [item for item in menu_items if item.name in KEPT_ACTIONS]
    for item in menu_items:
        if item.name == "action-submit":
            item.get_context_data = lambda parent, item=item: {  # Wagtail's label names its workflow.
                **type(item).get_context_data(item, parent),
                "label": gettext("Send to quality control"),
            }


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def stay_with_the_page(request: HttpRequest, page: Any) -> HttpResponse | None:
    """After sending, the editor itself says who has the page and what follows."""
    if isinstance(page, GatedMixin) and "action-submit" in request.POST:
        list(messages.get_messages(request))
        messages.success(request, gettext("“%(title)s” was sent to quality control.") % {"title": page.draft().title})
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
