"""The front door in each language, and the ordinary pages behind it."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from focusgroups.models import PROMOTE, FocusGroupIndexPage, FramePage, PlainAddressMixin
from outcomes.models import OutcomeIndexPage

from ..fallback import find_in_language_or_source


class HomePage(FramePage):
    """The front door in one language: what focus groups are, a search box, what is new."""

    # It comes with its language (``setup_site``): beside a second one nobody would find what stands under the first.
    is_creatable = False

    lead = models.TextField(_("lead"), blank=True, help_text=_("What focus groups are, in two or three sentences."))

    content_panels = [*FramePage.content_panels, FieldPanel("lead")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [FocusGroupIndexPage, OutcomeIndexPage, "scm_site.ContentPage"]
    search_fields = []
    search_kind = None
    translatable_fields = [TranslatableField("title"), TranslatableField("lead"), SynchronizedField("slug")]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page in this language or, where it has none, in its source language: one query for any depth."""
        if not path_components:
            return super().route(request, path_components)
        return find_in_language_or_source(self, path_components)


class ContentPagePermissionTester(PagePermissionTester):
    """What was public is unpublished, never deleted."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.page.first_published_at and super().can_delete(ignore_bulk)


class ContentPage(PlainAddressMixin, Page):
    """An ordinary page: About, accessibility statement, privacy, cookies, legal notice."""

    summary = models.TextField(_("summary"), blank=True)
    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "link", "ol", "ul"])

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    promote_panels = PROMOTE
    parent_page_types = ["scm_site.HomePage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    search_kind = None
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("body"),
        SynchronizedField("slug", overridable=False),
    ]

    class Meta:
        verbose_name = _("page")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return ContentPagePermissionTester(user, self)
