"""What this room registers with Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from . import urls
from .doors import lead_to_desk, shut_urls
from .links import request_url
from .pages import is_gated
from .permissions import may_request, may_use_desk

# Before wagtail-localize's own hooks, so that ours are asked first.
FIRST = -100
LOCALIZE = "localize-"


@hooks.register("register_admin_urls", order=FIRST)
def register_urls() -> list:
    return [path("translation-desk/", include(urls, namespace="translations")), *shut_urls()]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("translations.request", _("Requested a translation"), _("Requested a translation"))


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_use_desk(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return DeskMenuItem(
        _("Translations"),
        reverse_lazy("translations:desk"),
        name="translations",
        icon_name="globe",
        order=300,
    )


@hooks.register("before_edit_page", order=FIRST)
def before_edit_page(request: HttpRequest, page: Any) -> HttpResponse | None:
    return lead_to_desk(request, page)


@hooks.register("register_page_header_buttons")
def request_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if may_request(user) and page.live and is_gated(page.specific) and page.specific.is_source():
        yield Button(_("Request translations"), request_url(page), icon_name="globe", priority=60)


@hooks.register("construct_page_action_menu")
def without_localize_actions(menu_items: list, request: HttpRequest, context: dict) -> None:
    menu_items[:] = [item for item in menu_items if not str(item.name).startswith(LOCALIZE)]


@hooks.register("construct_reports_menu")
def without_localize_report(request: HttpRequest, menu_items: list) -> None:
    menu_items[:] = [item for item in menu_items if "/localize/" not in str(item.url)]
