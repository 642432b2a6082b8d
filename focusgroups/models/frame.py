"""The pages that hold what the groups publish."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester
from wagtail_localize.fields import SynchronizedField, TranslatableField

from moderation.testers import StayingPermissionTester

# Without the slug: a page has the same one in all languages, so nobody types it for one of them.
PROMOTE = [
    MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("For search engines"))
]


class FramePage(Page):
    """A home or index page: its texts change, it stays where it is, for all groups would go along."""

    promote_panels = PROMOTE

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return StayingPermissionTester(user, self)


class IndexPage(FramePage):
    """A list of what the groups are or publish, one of each kind in a language; a home page names it as its own."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*FramePage.content_panels, FieldPanel("intro")]
    max_count_per_parent = 1
    search_fields: list[Any] = []
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("intro"),
        SynchronizedField("slug", overridable=False),
    ]

    class Meta:
        abstract = True

    @classmethod
    def clean_parent_page_models(cls) -> list[type[Page]]:
        """Pages of the frame alone, by Wagtail's default any: which one it is, the roof knows."""
        return [parent for parent in super().clean_parent_page_models() if issubclass(parent, FramePage)]
