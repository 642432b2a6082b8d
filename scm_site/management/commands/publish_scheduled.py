"""``manage.py publish_scheduled``: what is due, each page in a transaction of its own.

Wagtail's own command stops at the first page that is refused, and knows no quality control.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as StockCommand
from wagtail.models import Page, Revision

from moderation.actions import publish_due, what_is_due
from moderation.days import day_and_time
from moderation.gate import has_passed
from moderation.receivers import is_gated


class Command(StockCommand):
    help = "Publish and take down what is due; run it every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dryrun"]:
            self._say_what_would_happen(now)
            return
        published, errors = publish_due(now=now)
        self.stdout.write(f"{published} approved page(s) published")
        for page in _expired(now):
            self._each(page, errors, page.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
        for revision in _due_revisions(now):
            self._each(revision, errors, revision.publish, log_action="wagtail.publish.scheduled")
        if errors:
            raise CommandError("\n".join(errors))

    def _each(self, thing: Any, errors: list[str], act: Callable[..., Any], **options: Any) -> None:
        try:
            with transaction.atomic():
                act(**options)
        except Exception as error:
            errors.append(f"{thing}: {error}")

    def _say_what_would_happen(self, now: datetime) -> None:
        for due in what_is_due(now=now):
            if due.obstacle:
                self._say("Would go back to quality control", due.page, due.obstacle)
            else:
                self._say("Would be published", due.page, f"approved for {day_and_time(due.round.publish_at)}")
        for page in _expired(now):
            self._say("Would be taken offline", page, f"its last day was {day_and_time(page.expire_at)}")
        for revision in _due_revisions(now):
            page = revision.as_object()
            if is_gated(page) and not has_passed(page):
                self._say("Would be refused", page, "it has not passed quality control")
            else:
                self._say("Would be published", page, f"scheduled for {day_and_time(revision.approved_go_live_at)}")
        self.stdout.write("Nothing was changed.")

    def _say(self, what: str, page: Page, why: str) -> None:
        self.stdout.write(f"{what}: “{page.draft_title}” ({page.locale.language_code}), {why}")


def _expired(now: datetime) -> list[Page]:
    """A gated page is withdrawn with a reason; no date takes it down."""
    return [page for page in Page.objects.filter(live=True, expire_at__lt=now) if not is_gated(page)]


def _due_revisions(now: datetime) -> QuerySet[Revision]:
    return Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
