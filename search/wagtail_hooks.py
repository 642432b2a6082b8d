"""What this room registers with Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import urls
from .permissions import may_see_empty_searches
from .promotions import PromotionsView
from .synonyms import SynonymViewSet

# Before Wagtail's own of the same address.
FIRST = -100


@hooks.register("register_admin_urls")
def register_urls() -> list:
    return [path("empty-searches/", include(urls, namespace="scm_search"))]


@hooks.register("register_admin_urls", order=FIRST)
def register_promotions() -> list:
    return [
        path("searchpicks/", PromotionsView.as_view()),
        path("searchpicks/results/", PromotionsView.as_view(results_only=True)),
    ]


@hooks.register("register_admin_viewset")
def register_synonyms() -> SynonymViewSet:
    return SynonymViewSet()


class EmptySearchesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_empty_searches(request.user)


@hooks.register("register_admin_menu_item")
def register_empty_searches() -> MenuItem:
    address = reverse("scm_search:empty_searches")
    return EmptySearchesMenuItem(_("What visitors seek"), address, name="empty-searches", icon_name="search", order=860)


@hooks.register("construct_reports_menu")
def without_search_terms(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's report counts searches that this search does not record: what finds nothing has a report of its own."""
    items[:] = [item for item in items if item.name != "search-terms"]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="scm_search")
