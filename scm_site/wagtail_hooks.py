"""Live pages are rendered by the view layer."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail import hooks
from wagtail.models import Page

from . import pages


@hooks.register("on_serve_page", order=1000)
def render_with_context(serve_page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """After the view restrictions: what Wagtail would serve with the page alone gets its context here."""

    def serve(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        return pages.render(page, request) if pages.is_known(page) else serve_page(page, request, args, kwargs)

    return serve


EVERYBODY = {"my-groups", "quality-control", "translations", "help"}


@hooks.register("construct_main_menu")
def pare_down_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """A menu holds what its reader works with; the page tree,
    settings and reports are for those who look after the site.
    """
    user = request.user
    if user.is_superuser:
        return
    kept = EVERYBODY | ({"explorer", "settings"} if user.has_perm("scm_site.change_sitesettings") else set())
    menu_items[:] = [item for item in menu_items if item.name in kept]
