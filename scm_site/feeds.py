"""The feed of the site: new outcomes, and corrections to outcomes."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from focusgroups.querysets import pages_of_groups, public_groups
from outbox.addresses import absolute
from outcomes.models import Correction, Outcome, OutcomePage
from search.public import public_works

from .pages.corrections import notice
from .pages.languages import reader_language, work_url

LENGTH = 50
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Entry:
    """One line of the feed."""

    title: str
    text: str
    url: str
    identity: str
    at: datetime


class OutcomesFeed(Feed):
    """New outcomes and corrections, the newest first, in the reader's language or that of the outcome."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("%(site)s: new outcomes and corrections") % {"site": settings.WAGTAIL_SITE_NAME}

    def link(self) -> str:
        return absolute(f"/{reader_language()}/")

    def feed_url(self) -> str:
        return absolute(reverse("feed"))

    def items(self) -> list[Entry]:
        public = (
            OutcomePage.objects.live()
            .filter(pk__in=pages_of_groups(public_groups()).values("pk"))
            .values("translation_key")
        )
        published = list(
            Outcome.objects.filter(work__in=public).exclude(published_at=None).order_by("-published_at")[:LENGTH]
        )
        corrections = list(
            Correction.objects.filter(outcome__work__in=public)
            .select_related("outcome")
            .order_by("-recorded_at")[:LENGTH]
        )
        pages = _public_pages({record.work for record in [*published, *(c.outcome for c in corrections)]})
        found = [_outcome(record, pages[record.work]) for record in published if record.work in pages]
        found += [_correction(row, pages[row.outcome.work]) for row in corrections if row.outcome.work in pages]
        return sorted(found, key=lambda entry: entry.at, reverse=True)[:LENGTH]

    def item_title(self, item: Entry) -> str:
        return without_controls(item.title)

    def item_description(self, item: Entry) -> str:
        """Plain text, in a place where readers of feeds expect HTML."""
        return linebreaks(without_controls(item.text), autoescape=True)

    def item_link(self, item: Entry) -> str:
        return absolute(item.url)

    def item_guid(self, item: Entry) -> str:
        return item.identity

    def item_pubdate(self, item: Entry) -> datetime:
        return item.at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.at

    def get_feed(self, obj: Any, request: HttpRequest) -> Any:
        feed = super().get_feed(obj, request)
        feed.feed["language"] = reader_language()
        return feed


def without_controls(text: str) -> str:
    """XML 1.0 allows no control characters but tab and line ends; office programs put them into what people paste."""
    return CONTROLS.sub(" ", text)


def _public_pages(works: set[uuid.UUID]) -> dict[uuid.UUID, OutcomePage]:
    pages = OutcomePage.objects.filter(translation_key__in=works, pk__in=pages_of_groups(public_groups()).values("pk"))
    found = public_works(pages, reader_language()).select_related("locale").defer("body")
    return {page.translation_key: page for page in found}


def _outcome(record: Outcome, page: OutcomePage) -> Entry:
    identity = absolute(reverse("reference", args=[record.reference]))
    return Entry(page.title, page.abstract, work_url(page), identity, record.published_at)


def _correction(row: Correction, page: OutcomePage) -> Entry:
    seen = notice(row)
    return Entry(
        title=_("Correction to “%(title)s”") % {"title": page.title},
        text=seen.text,
        url=f"{work_url(page)}#correction-{seen.key}",
        identity=absolute(reverse("reference", args=[row.outcome.reference])) + f"#correction-{seen.key}",
        at=row.recorded_at,
    )
