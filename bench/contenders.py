"""What is measured: the site's own search and, beside it, Wagtail's as it comes, on the same data."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from focusgroups.choices import Format
from outcomes.models import OutcomePage
from search.query import SearchRequest, search
from search.suggestions import suggest

from .words import IN_NEARLY_ALL, IN_TEN_PERCENT

HITS = 20
LANGUAGE = "en"
PREFIX = "gra"
CHOSEN = Format.REPORT.value
FACETS = ("format", "locale_id", "licence")
Questions = dict[str, Callable[[], object]]

RESULTS_TEN, RESULTS_ALL = "results, word in 10 %", "results, word in 99 %"
CHOICE, LIST, AUTOCOMPLETE = "results with a choice", "list without words", "autocomplete"


def stock() -> Questions:
    """Wagtail's documented calls: hits, total and three facets, of live pages."""
    backend = get_search_backend("stock")
    # Wagtail wants to be told which columns are facets; the index of a database holds none of them.
    known = {field.field_name for field in OutcomePage.search_fields if isinstance(field, index.FilterField)}
    OutcomePage.search_fields = [
        *OutcomePage.search_fields,
        *(index.FilterField(name) for name in FACETS if name not in known),
    ]

    def results(words: str, pages: Any = None) -> object:
        pages = OutcomePage.objects.live() if pages is None else pages
        found = backend.search(words, pages, operator="and")
        return list(found[:HITS]), found.count(), [found.facet(name) for name in FACETS]

    return {
        RESULTS_TEN: lambda: results(IN_TEN_PERCENT),
        RESULTS_ALL: lambda: results(IN_NEARLY_ALL),
        CHOICE: lambda: results(IN_TEN_PERCENT, OutcomePage.objects.live().filter(format=CHOSEN)),
        LIST: lambda: (
            list(OutcomePage.objects.live().order_by("-dated_on")[:HITS]),
            OutcomePage.objects.live().count(),
        ),
        AUTOCOMPLETE: lambda: list(backend.autocomplete(PREFIX, OutcomePage.objects.live())[:8]),
    }


def own() -> Questions:
    """The service that answers readers: hits with passages, total, all facets, of public works once each."""

    def results(words: str = "", **chosen: str) -> object:
        facets = {facet: frozenset([code]) for facet, code in chosen.items()}
        return search(SearchRequest(words, LANGUAGE, chosen=facets, size=HITS))

    return {
        RESULTS_TEN: lambda: results(IN_TEN_PERCENT),
        RESULTS_ALL: lambda: results(IN_NEARLY_ALL),
        CHOICE: lambda: results(IN_TEN_PERCENT, format=CHOSEN),
        LIST: lambda: results(kind="outcome"),
        AUTOCOMPLETE: lambda: suggest(PREFIX, LANGUAGE),
    }


def pages() -> Questions:
    """The same questions as a browser asks them: the whole answer, with its HTML."""
    client = Client(SERVER_NAME="127.0.0.1")

    def get(address: str) -> object:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response

    return {
        RESULTS_TEN: lambda: get(f"/{LANGUAGE}/search/?q={IN_TEN_PERCENT}&size={HITS}"),
        RESULTS_ALL: lambda: get(f"/{LANGUAGE}/search/?q={IN_NEARLY_ALL}&size={HITS}"),
        CHOICE: lambda: get(f"/{LANGUAGE}/search/?q={IN_TEN_PERCENT}&format={CHOSEN}&size={HITS}"),
        LIST: lambda: get(f"/{LANGUAGE}/outcomes/?size={HITS}"),
        AUTOCOMPLETE: lambda: get(f"/{LANGUAGE}/search/suggest/?q={PREFIX}"),
    }
