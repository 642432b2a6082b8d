"""What a search found, as a reader sees it: the list of outcomes is a search among them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from focusgroups.choices import FORMATS, State
from focusgroups.models.taxonomy import country_name
from focusgroups.rules import PartialDate
from search.query import (
    FACETS,
    NEWEST,
    OLDEST,
    RELEVANCE,
    SIZES,
    TITLE,
    Hit,
    Promoted,
    SearchPage,
    SearchRequest,
    read_request,
    search,
)
from search.suggestions import Suggestion
from translations.languages import own_name

from .dates import as_known
from .facets import Facet, active, address, facet, paging
from .languages import address_of, name_in_reader_language, reader_language
from .navigation import navigation, theme_labels
from .outcome_list import format_name
from .per_year import PerYear, per_year

# What there is one of in a group, so that a list names the group as well.
NAMED_BY_GROUP = ("terms", "work_programme")
# What the picture of outcomes counts.
CROSSED = ("theme", "year")
# As many works stand in one file, which then begins within half a second; what is more is found by narrower filters.
MOST = 2_000
# Name, name of the address, type.
FEEDS = (
    ("RSS", "search_rss", "application/rss+xml"),
    ("Atom", "search_atom", "application/atom+xml"),
    ("JSON Feed", "search_json_feed", "application/feed+json"),
)
FILES = (("CSV", "search_csv", "text/csv"), ("JSON", "search_json", "application/json"))


def kind_names() -> dict[str, str]:
    return {
        "outcome": _("Outcome"),
        "group": _("Focus group"),
        "work_programme": _("Work programme"),
        "terms": _("Terms of Reference"),
    }


def sort_names() -> dict[str, str]:
    return {
        RELEVANCE: _("Best match first"),
        NEWEST: _("Newest first"),
        OLDEST: _("Oldest first"),
        TITLE: _("By title"),
    }


@dataclass(frozen=True)
class Entry:
    """One work in the list of what was found."""

    hit: Hit
    group: str
    kind: str = ""

    @property
    def title(self) -> str:
        title = self.hit.found.title
        return f"{title} – {self.group}" if self.group and self.hit.kind in NAMED_BY_GROUP else title

    @property
    def url(self) -> str:
        return address_of(self.hit.found.url_path)

    @property
    def meta(self) -> list[str]:
        return [self.kind, self.format, as_known(self.dated)]

    @property
    def format(self) -> str:
        facts = self.hit.found.facts
        return format_name(facts["format"], facts["format_other"]) if "format" in facts else ""

    @property
    def dated(self) -> PartialDate | None:
        """The day of an outcome, as exactly as it is known; nothing else has one."""
        facts = self.hit.found.facts
        if "format" not in facts:
            return None
        return PartialDate(self.hit.found.day, facts["dated_on_precision"] if facts["dated_on"] else "day")

    @property
    def languages(self) -> str:
        public = self.hit.languages
        return ", ".join(own_name(code) for code, _name in settings.LANGUAGES if code in public)

    @property
    def lang(self) -> str:
        return _other(self.hit.found.language)

    @property
    def passage_language(self) -> str:
        """In which language the words were found, as the reader calls it, where the entry is in another."""
        code = self.hit.passage_language
        return name_in_reader_language(code) if code not in ("", self.hit.found.language) else ""

    @property
    def passage_lang(self) -> str:
        return _other(self.hit.passage_language)


def _other(language: str) -> str:
    return "" if language in ("", reader_language()) else language


@dataclass(frozen=True)
class Recommendation:
    """What the Secretariat put first for some words."""

    title: str
    url: str
    description: str
    lang: str


@dataclass(frozen=True)
class Export:
    """A format in which other programs get what was found."""

    name: str
    url: str
    content_type: str


def context_for(request: HttpRequest, kind: str = "") -> dict[str, Any]:
    """The results of the search that the address asks for; ``kind`` where the page has works of that kind alone."""
    query = dict(request.GET.lists())
    asked = read_request(query | {"kind": [kind]} if kind else query, reader_language())
    found = search(replace(asked, crossed=CROSSED if kind else ()))
    understood = found.request
    chosen = {name: values for name, values in understood.chosen.items() if name != "kind" or not kind}
    words = {"q": [understood.words]} if understood.words else {}
    sort = "" if understood.sort == understood.usual_sort else understood.sort
    size = {"size": [str(understood.size)]} if understood.size != SIZES[0] else {}
    pages = paging(
        found.total, understood.page, understood.size, lambda number: address({**words, **chosen, **size}, sort, number)
    )
    facets = [shown for shown in facets_of(found) if shown.name in chosen and shown.options]
    filters = active(facets, {**words, **chosen, **size}, sort)
    has_filters = bool(filters)
    if words:
        filters.insert(0, (_("“%(words)s”") % {"words": understood.words}, address({**chosen, **size}, sort)))
    kinds = {} if kind else kind_names()
    return {
        "found": found,
        "words": understood.words,
        "facets": facets,
        "active_filters": filters,
        "has_filters": has_filters,
        "promoted": [_recommended(choice) for choice in found.promoted] if not kind else [],
        "suggested_url": address({"q": [found.suggestion], **chosen, **size}, sort) if found.suggestion else "",
        "without_filters": 0 if found.total or not has_filters else _without_filters(understood, kind),
        "without_filters_url": address({**words, **size}, sort),
        "outcomes_url": links.url if (links := navigation(reader_language()).outcomes) else "",
        "picture": _picture(found, lambda code: address({**words, **chosen, **size, "theme": [code]}, sort)),
        "sort": understood.sort,
        "sorts": [(code, name) for code, name in sort_names().items() if words or code != RELEVANCE],
        "size": str(understood.size),
        "sizes": [(str(number), str(number)) for number in SIZES],
        "paging": pages,
        "entries": [Entry(hit, group_of(hit, found.group_titles), kinds.get(hit.kind, "")) for hit in found.hits],
        **exports_of(understood),
    }


def address_of_search(asked: SearchRequest, name: str = "search") -> str:
    """The address of the search page, or of what else ``name`` is, with the same words, choices and order."""
    words = {"q": [asked.words]} if asked.words else {}
    sort = "" if asked.sort == asked.usual_sort else asked.sort
    return (reverse(name) + address({**words, **asked.chosen}, sort)).rstrip("?")


def address_of_suggestion(suggestion: Suggestion) -> str:
    """The page of a work; the works of a theme."""
    if suggestion.kind == "theme":
        return reverse("search") + address({"theme": [suggestion.code]})
    return address_of(suggestion.url_path)


def exports_of(asked: SearchRequest) -> dict[str, Any]:
    """The links to what was found for other programs."""
    feeds, files = (
        [Export(name, address_of_search(asked, view), content_type) for name, view, content_type in formats]
        for formats in (FEEDS, FILES)
    )
    return {"feeds": feeds, "files": files, "most": MOST}


def _without_filters(asked: SearchRequest, kind: str) -> int:
    """How many works the words find without the reader's choices."""
    return search(replace(asked, chosen={"kind": frozenset([kind] if kind else [])}, has_passages=False)).total


def _recommended(choice: Promoted) -> Recommendation:
    url = address_of(choice.url) if choice.found else choice.url
    return Recommendation(choice.title, url, choice.description, _other(choice.found.language) if choice.found else "")


def _picture(found: SearchPage, url: Callable[[str], str]) -> PerYear | None:
    themes = theme_labels(reader_language())
    return per_year(found.crossed, lambda code: themes.get(code, code), url)


def group_of(hit: Hit, titles: Mapping[str, str]) -> str:
    """The title of the group to which a work belongs; a group belongs to none."""
    return "" if hit.kind == "group" else next((titles[code] for code in hit.values["group"] if code in titles), "")


def facets_of(found: SearchPage) -> list[Facet]:
    """Every facet, with the reader's words for its values."""
    language = reader_language()
    themes = theme_labels(language)
    names: dict[str, tuple[str, Callable[[str], str]]] = {
        "kind": (_("Kind"), lambda code: kind_names().get(code, code)),
        "format": (_("Format"), lambda code: str(FORMATS[code])),
        "theme": (_("Theme"), lambda code: themes.get(code, code)),
        "group": (_("Focus group"), lambda code: found.group_titles.get(code, code)),
        "state": (_("State of the group"), lambda code: str(State(code).label)),
        "language": (_("Language"), name_in_reader_language),
        "country": (_("Country"), lambda code: country_name(code, language)),
        "year": (_("Year"), str),
    }
    return [_facet(found, name, *names[name]) for name in FACETS]


def _facet(found: SearchPage, name: str, label: str, text: Callable[[str], str]) -> Facet:
    chosen: Iterable[str] = found.request.chosen.get(name, ())
    return facet(name, label, found.facets[name], chosen, text, by_value=name == "year")
