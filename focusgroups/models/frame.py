"""The pages that hold what the groups publish."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester

# Without the slug: a page has the same one in all languages, so nobody types it for one of them.
PROMOTE = [
    MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("For search engines"))
]


class FramePermissionTester(PagePermissionTester):
    """Nobody takes such a page away, copies or moves it, not even a superuser: all groups would go along."""

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        # Wagtail lets a superuser move without asking ``can_move``.
        return False


class FramePage(Page):
    """A home or index page: its texts change, it stays where it is."""

    promote_panels = PROMOTE

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return FramePermissionTester(user, self)
