"""The list of all outcomes."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from focusgroups.choices import Format
from focusgroups.models.taxonomy import country_name
from outcomes.listing import PAGE_SIZE, counts, find, understand
from outcomes.models import OutcomeIndexPage, OutcomePage
from search.query import keys_of

from .facets import Facet, active, address, facet, paging
from .languages import name_in_reader_language, reader_language
from .navigation import theme_labels
from .outcome_list import Entry, group_names, rows_of_public_groups


def context_for(page: OutcomeIndexPage, request: HttpRequest) -> dict[str, Any]:
    names = group_names()
    rows = rows_of_public_groups(names)
    asked = understand(dict(request.GET.lists()), rows)
    keys = keys_of(asked.words, OutcomePage.objects.filter(live=True)) if asked.words else None
    if keys is not None:
        rows = [row for row in rows if row.page in keys]
    found = find(rows, asked)
    sort = "" if asked.sort == "newest" else asked.sort
    words = {"q": [asked.words]} if asked.words else {}
    pages = paging(len(found), asked.page, PAGE_SIZE, lambda number: address({**words, **asked.chosen}, sort, number))
    shown = found[pages.first_shown - 1 : pages.last_shown] if found else []
    facets = _facets(counts(rows, asked.chosen), asked.chosen, names)
    outcomes = OutcomePage.objects.defer("body").in_bulk([row.page for row in shown])
    chosen = active(facets, {**words, **asked.chosen}, sort)
    if keys is not None:
        chosen.insert(0, (f"“{asked.words}”", address(asked.chosen, sort)))
    return {
        "words": asked.words,
        "is_down": bool(asked.words) and keys is None,
        "facets": facets,
        "active_filters": chosen,
        "has_unknown": asked.has_unknown or asked.page > pages.last,
        "sort": asked.sort,
        "sorts": [("newest", _("Newest first")), ("oldest", _("Oldest first")), ("title", _("By title"))],
        "total": len(found),
        "paging": pages,
        "entries": [(Entry(row, names[row.group]), outcomes[row.page]) for row in shown if row.page in outcomes],
    }


def _facets(numbers: dict[str, Any], chosen: Any, groups: dict[str, str]) -> list[Facet]:
    themes = theme_labels(reader_language())
    return [
        facet("format", _("Format"), numbers["format"], chosen["format"], lambda code: str(Format(code).label)),
        facet("theme", _("Theme"), numbers["theme"], chosen["theme"], lambda code: themes.get(code, code)),
        facet("group", _("Focus group"), numbers["group"], chosen["group"], lambda code: groups.get(code, code)),
        facet("language", _("Language"), numbers["language"], chosen["language"], name_in_reader_language),
        facet(
            "country",
            _("Country"),
            numbers["country"],
            chosen["country"],
            lambda code: country_name(code, reader_language()),
        ),
        facet("year", _("Year"), numbers["year"], chosen["year"], str, by_value=True),
    ]
