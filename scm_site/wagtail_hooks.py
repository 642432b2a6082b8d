"""Live pages are rendered by the view layer; the menu holds what its reader works with, and our own help."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import admin_search_areas
from wagtail.admin.ui.side_panels import PageStatusSidePanel
from wagtail.admin.views.account import NotificationsSettingsPanel
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from files.models import File
from moderation.models import GatedMixin

from . import help_pages, pages
from .actions.change_address import was_an_address
from .address import change_address_screen, has_own_address
from .audit import log_screen
from .guards import looks_after_site
from .session import session, signed_in

hooks.register("address_led_elsewhere", was_an_address)


@hooks.register("on_serve_page", order=1000)
def render_with_context(serve_page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """After the view restrictions: what Wagtail would serve with the page alone gets its context here."""

    def serve(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        return pages.render(page, request) if pages.is_known(page) else serve_page(page, request, args, kwargs)

    return serve


@hooks.register("before_serve_document")
def hold_restrictions_for_files(document: File, request: HttpRequest) -> None:
    """A file of a work that stands behind a view restriction is there for those who may open its page."""
    page = Page.objects.live().filter(translation_key=document.work).first() if document.work else None
    if page is None:
        return
    page = page.specific
    if all(restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        return
    if not (isinstance(page, GatedMixin) and request.user.is_authenticated and page.may_see_draft(request.user)):
        raise Http404("This file belongs to a page that is not open to everybody.")


@hooks.register("register_admin_urls")
def register_help_urls() -> list:
    return [
        path("help/", help_pages.show, name="help"),
        path("help/pictures/<str:name>", help_pages.picture, name="help_picture"),
        path("help/<slug:name>/", help_pages.show, name="help"),
    ]


@hooks.register("register_admin_urls")
def register_session_urls() -> list:
    return [path("session/", session, name="session"), path("signed-in/", signed_in, name="signed_in")]


@hooks.register("insert_global_admin_css")
def style_session_notices() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("site/session.css"))


@hooks.register("register_admin_menu_item")
def register_help() -> MenuItem:
    return MenuItem(_("Help"), reverse("help"), name="how-to", icon_name="help", order=11000)


@hooks.register("insert_editor_js")
def name_fields_and_free_tab() -> str:
    scripts = ((static(f"site/{name}.js"),) for name in ("names", "keys"))
    return format_html_join("", '<script src="{}"></script>', scripts)


WAGTAILS_OWN_HELP = "help"
STATUS = "wagtailadmin/shared/side_panels/includes/status/workflow.html"
EVERYBODY = {"my-groups", "quality-control", "translations", "empty-searches", "outbox", "log", "how-to"}


@hooks.register("construct_main_menu")
def pare_down_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """A menu holds what its reader works with; the page tree,
    settings and reports are for those who look after the site. Wagtail's own help leads away from it.
    """
    menu_items[:] = [item for item in menu_items if item.name != WAGTAILS_OWN_HELP]
    user = request.user
    if user.is_superuser:
        return
    kept = EVERYBODY | ({"explorer", "settings"} if looks_after_site(user) else set())
    menu_items[:] = [item for item in menu_items if item.name in kept]


def pare_down_search() -> None:
    """Wagtail's search over all pages is for those who have the page tree; the sidebar asks no hook for it (8.0.1)."""
    stock = admin_search_areas.search_items_for_request

    def items_for(request: HttpRequest) -> list[Any]:
        return stock(request) if looks_after_site(request.user) else []

    admin_search_areas.search_items_for_request = items_for


pare_down_search()


def pare_down_status() -> None:
    """Who may open a page, who locks it, what refers to it and in which languages one may edit it is for those who look after
    the site; the panel beside the editor asks no hook for its parts (8.0.1)."""
    stock = PageStatusSidePanel.get_status_templates

    def templates_for(panel: PageStatusSidePanel, context: dict[str, Any]) -> list[str]:
        return stock(panel, context) if looks_after_site(panel.request.user) else [STATUS]

    PageStatusSidePanel.get_status_templates = templates_for


pare_down_status()
# Mails of quality control are ours and go to everybody concerned: Wagtail's switches for its own would do nothing.
NotificationsSettingsPanel.is_active = lambda panel: False


@hooks.register("register_admin_urls")
def register_address_screen() -> list[Any]:
    return [path("address/<int:page_id>/", change_address_screen, name="change_address")]


@hooks.register("register_page_header_buttons")
def lead_to_address(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    if page.pk and user.has_perm("scm_site.change_address") and has_own_address(page.specific):
        yield Button(_("Change the address"), reverse("change_address", args=[page.pk]), icon_name="link", priority=75)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("scm_site.change_address", _("Changed the address"), _("Changed the address"))


@hooks.register("register_admin_urls")
def register_log_screen() -> list[Any]:
    return [path("log/", log_screen, name="log")]


class LogMenuItem(MenuItem):
    """For those who answer for what is done here."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scm_site.see_log")


@hooks.register("register_admin_menu_item")
def register_log() -> MenuItem:
    return LogMenuItem(_("Log"), reverse("log"), name="log", icon_name="history", order=950)
