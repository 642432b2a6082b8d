"""What the site does when pages change."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from moderation.models import GatedMixin


def connect() -> None:
    """Called once, when the apps are ready."""
    pre_delete.connect(keep_what_was_public, sender=Page)
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget_navigation, dispatch_uid="scm_site.navigation")


def keep_what_was_public(instance: Page, **kwargs: Any) -> None:
    """An ordinary page that was public once is unpublished, never deleted (E24).

    Gated pages have a guard of their own, and Wagtail's first page is no page of ours.
    """
    model = instance.specific_class or Page
    if model is not Page and not issubclass(model, GatedMixin) and instance.first_published_at:
        raise PermissionDenied(_("It was public, so it is never deleted: unpublish it."))


def forget_navigation(**kwargs: Any) -> None:
    """In the memory of this process at the end of the transaction; in a shared cache also by a job, which outlives it."""
    from .pages.navigation import forget
    from .tasks import forget_shared_navigation

    forget()
    if settings.SCM_OUTBOX_WORKER:
        forget_shared_navigation.enqueue()
