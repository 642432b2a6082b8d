"""What the site does when pages change."""

from typing import Any

from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move


def connect() -> None:
    """Called once, when the apps are ready."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget_navigation, dispatch_uid="scm_site.navigation")


def forget_navigation(**kwargs: Any) -> None:
    """In the memory of this process at the end of the transaction; in a shared cache also by a job, which outlives it."""
    from .pages.navigation import forget
    from .tasks import forget_shared_navigation

    forget()
    forget_shared_navigation.enqueue()
