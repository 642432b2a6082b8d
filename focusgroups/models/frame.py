"""The pages that hold what the groups publish."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester

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
