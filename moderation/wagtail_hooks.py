"""What this room registers with Wagtail's admin."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from . import urls


@hooks.register("register_admin_urls")
def register_urls() -> list:
    return [path("quality-control/", include(urls, namespace="moderation"))]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label in {"approve": _("Approved"), "withdraw": _("Withdrew")}.items():
        actions.register_action(f"moderation.{name}", label, label)
