"""``manage.py publish_scheduled``: what is due, each page in a transaction of its own.

Wagtail's own command stops at the first page that is refused, and knows no quality control.
"""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as StockCommand
from wagtail.models import Page, Revision

from moderation.actions import publish_due
from moderation.receivers import is_gated


class Command(StockCommand):
    help = "Publish and take down what is due; run it every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        now = timezone.now()
        published, errors = publish_due(now=now)
        self.stdout.write(f"{published} approved page(s) published")
        for page in Page.objects.filter(live=True, expire_at__lt=now):
            # A gated page is withdrawn with a reason; no date takes it down.
            if not is_gated(page):
                self._each(page, errors, page.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
        for revision in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
            self._each(revision, errors, revision.publish, log_action="wagtail.publish.scheduled")
        if errors:
            raise CommandError("\n".join(errors))

    def _each(self, thing: Any, errors: list[str], act: Callable[..., Any], **options: Any) -> None:
        try:
            with transaction.atomic():
                act(**options)
        except Exception as error:
            errors.append(f"{thing}: {error}")
