"""What this room registers with Wagtail's admin."""

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from . import urls


@hooks.register("register_admin_urls")
def register_urls() -> list:
    return [path("mails-and-jobs/", include(urls, namespace="outbox"))]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label in {"try_again": _("Tried a job again"), "send_again": _("Sent a mail again")}.items():
        actions.register_action(f"outbox.{name}", label, label)


class OutboxMenuItem(MenuItem):
    """For those who look after what is stuck."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scm_outbox.see_outbox")


@hooks.register("register_admin_menu_item")
def register_outbox() -> MenuItem:
    return OutboxMenuItem(_("Mails and jobs"), reverse("outbox:index"), name="outbox", icon_name="mail", order=900)
