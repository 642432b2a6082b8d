"""What the site does when pages change."""

from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move


def connect() -> None:
    """Called once, when the apps are ready."""
    from .pages.navigation import forget

    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget, dispatch_uid="scm_site.navigation")
