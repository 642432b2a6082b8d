"""What nobody may do with a page by hand, whatever rights Wagtail gives."""

from wagtail.models import Page, PagePermissionTester


class StayingPermissionTester(PagePermissionTester):
    """Nobody takes the page down or away, copies or moves it by hand, not even a superuser."""

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        # Wagtail lets a superuser move without asking ``can_move``.
        return False


class GatedPermissionTester(StayingPermissionTester):
    """Nobody publishes a gated page by hand either."""

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        # Wagtail's own way saves and sends in one step that loses the text where something is missing.
        return False

    def can_set_view_restrictions(self) -> bool:
        # A restriction would hold in one language alone (docs/adr/0006).
        return False

    def can_unschedule(self) -> bool:
        return super().can_publish()
