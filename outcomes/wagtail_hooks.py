"""What this room registers with Wagtail's admin."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from . import urls


@hooks.register("register_admin_urls")
def register_urls() -> list:
    return [path("outcomes/", include(urls, namespace="outcomes"))]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("outcomes.correct", _("Recorded a correction"), _("Recorded a correction"))
