"""What a search finds, for other programs: feeds of what was published last, and all of it as CSV and JSON.

Each has the address of the search page with one word more, and the same parameters.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outbox.addresses import absolute
from outcomes.models import Outcome
from screens.spreadsheets import as_csv
from search.query import LATEST, SearchPage, read_request, search

from .feeds import LENGTH, without_controls
from .pages.languages import reader_language
from .pages.results import MOST, Entry, address_of_search, facets_of, group_of, kind_names


@dataclass(frozen=True)
class Work(Entry):
    """One work with its permanent reference; Terms of Reference and work programme have that of their group."""

    reference: str = ""

    @property
    def identity(self) -> str:
        """For good, whatever the work is called and wherever it stands."""
        own = absolute(reverse("reference", args=[self.reference]))
        return own if self.hit.kind in ("outcome", "group") else f"{own}#{self.hit.kind}"

    @property
    def whole_url(self) -> str:
        return absolute(self.url)


@dataclass(frozen=True)
class Results:
    """What was found and how many; ``works`` are the first of them. ``own_url``: where they were asked for."""

    found: SearchPage
    works: list[Work]
    own_url: str

    @property
    def title(self) -> str:
        """What was looked for, and the site."""
        words = self.found.request.words
        chosen = [option.label for facet in facets_of(self.found) for option in facet.options if option.is_chosen]
        asked = [_("“%(words)s”") % {"words": words}, *chosen] if words else chosen
        return f"{', '.join(asked) or _('Search')} – {settings.WAGTAIL_SITE_NAME}"

    @property
    def url(self) -> str:
        return absolute(address_of_search(self.found.request))


def results_for(request: HttpRequest, most: int, sort: str = "") -> Results:
    """What the address asks for. As many queries for many works as for one."""
    asked = read_request(dict(request.GET.lists()), reader_language())
    whole = search(replace(asked, page=1, size=most, sort=sort or asked.sort, has_passages=False))
    found = replace(whole, request=replace(whole.request, size=asked.size, sort=asked.sort or whole.request.usual_sort))
    hits = whole.hits
    works = [hit.found.work for hit in hits if hit.kind == "outcome"]
    own = dict(Outcome.objects.filter(work__in=works).values_list("work", "reference"))
    kinds = kind_names()
    return Results(
        found,
        [
            Work(
                hit,
                group_of(hit, found.group_titles),
                kinds.get(hit.kind, ""),
                own.get(hit.found.work) or next(iter(hit.values["group"]), ""),
            )
            for hit in hits
        ],
        absolute(request.get_full_path()),
    )


def for_programs(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """It is only read, and no search engine lists it beside the pages that it names."""

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answered


# --- Feeds ------------------------------------------------------------------------------------------------------


class RssFeed(Feed):
    """What was published last among what a search finds."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest) -> Results:  # type: ignore[override]
        return results_for(request, LENGTH, LATEST)

    def title(self, obj: Results) -> str:
        return without_controls(obj.title)

    def link(self, obj: Results) -> str:
        return obj.url

    def feed_url(self, obj: Results) -> str:
        """With its words and filters: readers that follow it subscribe to no more than was asked for."""
        return obj.own_url

    def description(self, obj: Results) -> str:
        return _("What was published last, the newest first.")

    def items(self, obj: Results) -> list[Work]:
        return obj.works

    def item_title(self, item: Work) -> str:
        return without_controls(item.title)

    def item_description(self, item: Work) -> str:
        """Plain text, in a place where readers of feeds expect HTML."""
        return linebreaks(without_controls(item.hit.description), autoescape=True)

    def item_link(self, item: Work) -> str:
        return item.whole_url

    def item_guid(self, item: Work) -> str:
        return item.identity

    def item_pubdate(self, item: Work) -> datetime | None:
        return item.hit.found.published

    item_updateddate = item_pubdate

    def item_categories(self, item: Work) -> list[str]:
        return [without_controls(text) for text in (item.kind, item.format) if text]

    def get_feed(self, obj: Any, request: HttpRequest) -> Any:
        feed = super().get_feed(obj, request)
        feed.feed["language"] = reader_language()
        return feed


class AtomFeed(RssFeed):
    """The same as Atom."""

    feed_type = Atom1Feed


rss_feed, atom_feed = for_programs(RssFeed()), for_programs(AtomFeed())


@for_programs
def json_feed(request: HttpRequest) -> HttpResponse:
    """The same as JSON Feed 1.1 (https://jsonfeed.org/version/1.1)."""
    found = results_for(request, LENGTH, LATEST)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": found.title,
        "home_page_url": found.url,
        "feed_url": found.own_url,
        "language": reader_language(),
        "items": [_item(work) for work in found.works],
    }
    return JsonResponse(feed, content_type="application/feed+json")


def _item(work: Work) -> dict[str, Any]:
    published = work.hit.found.published
    dates = {"date_published": published.isoformat()} if published else {}
    return {
        "id": work.identity,
        "url": work.whole_url,
        "title": work.title,
        # Of a work that has no abstract yet, the title stands for it: an item has some content.
        "content_text": work.hit.description or work.title,
        "language": work.hit.found.language,
        "tags": [text for text in (work.kind, work.format) if text],
        **dates,
    }


# --- Files ------------------------------------------------------------------------------------------------------


@for_programs
def as_spreadsheet(request: HttpRequest) -> HttpResponse:
    """One line a work, in the reader's words."""
    found = results_for(request, MOST)
    names = {facet.name: {option.value: option.label for option in facet.options} for facet in facets_of(found.found)}

    def labels(work: Work, facet: str) -> str:
        return "; ".join(names[facet].get(code, code) for code in sorted(work.hit.values.get(facet, ())))

    def lines(works: Iterable[Work]) -> Iterable[list[str]]:
        for work in works:
            yield [
                work.kind,
                work.title,
                work.reference,
                work.group,
                work.format,
                str(work.dated or ""),
                labels(work, "language"),
                labels(work, "theme"),
                labels(work, "country"),
                labels(work, "year"),
                work.whole_url,
                work.hit.description,
            ]

    heading = [
        _("Kind"), _("Title"), _("Reference"), _("Focus group"), _("Format"), _("Date"), _("Languages"),
        _("Themes"), _("Countries"), _("Year"), _("Address"), _("Abstract"),
    ]  # fmt: skip
    return as_csv("results", heading, found.works, lines)


@for_programs
def as_json(request: HttpRequest) -> HttpResponse:
    """The same with the numbers of every facet; codes, and the reader's words for them with the facets."""
    found = results_for(request, MOST)
    asked = found.found.request
    about = {
        "title": found.title,
        "url": found.url,
        "language": asked.language,
        "words": asked.words,
        "sort": asked.sort,
        "total": found.found.total,
        "limit": MOST,
        "facets": [
            {
                "name": facet.name,
                "label": facet.label,
                "values": [
                    {"value": option.value, "label": option.label, "count": option.count, "chosen": option.is_chosen}
                    for option in facet.options
                ],
            }
            for facet in facets_of(found.found)
        ],
    }
    return StreamingHttpResponse(_as_json(about, found.works), content_type="application/json")


def _as_json(about: dict[str, Any], works: Iterable[Work]) -> Iterator[str]:
    """One object with ``results`` at its end, whose first part goes out before the last work is written."""
    encode = DjangoJSONEncoder(ensure_ascii=False).encode
    yield encode(about)[:-1] + ', "results": ['
    for place, work in enumerate(works):
        yield (", " if place else "") + encode(_result(work))
    yield "]}"


def _result(work: Work) -> dict[str, Any]:
    values = {facet: sorted(codes) for facet, codes in work.hit.values.items()}
    return {
        "id": work.identity,
        "kind": work.hit.kind,
        "title": work.title,
        "language": work.hit.found.language,
        "reference": work.reference,
        "group": work.group or None,
        "format": next(iter(values.get("format", ())), None),
        "date": str(work.dated) if work.dated else None,
        "year": next(iter(values.get("year", ())), None),
        "languages": list(work.hit.languages),
        "themes": values.get("theme", []),
        "countries": values.get("country", []),
        "url": work.whole_url,
        "abstract": work.hit.description,
    }
