"""The list of focus groups."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from focusgroups.choices import State
from focusgroups.models import FocusGroupIndexPage, FocusGroupPage
from search.query import SearchRequest

from .facets import active, facet
from .groups import public_group_pages, with_records
from .languages import reader_language
from .navigation import theme_labels
from .results import exports_of


def context_for(page: FocusGroupIndexPage, request: HttpRequest) -> dict[str, Any]:
    pages = with_records(public_group_pages())
    themes = _themes_of(pages)
    values = {
        group.pk: {"state": frozenset([group.group.state]), "theme": frozenset(themes.get(group.pk, ()))}
        for group in pages
    }
    known = {name: frozenset().union(*(value[name] for value in values.values())) for name in ("state", "theme")}
    asked = {name: frozenset(filter(None, request.GET.getlist(name))) for name in known}
    chosen = {name: asked[name] & known[name] for name in known}

    def fits(group: FocusGroupPage, but: str = "") -> bool:
        return all(not chosen[name] or values[group.pk][name] & chosen[name] for name in chosen if name != but)

    def numbers(name: str) -> Counter[str]:
        return Counter(value for group in pages if fits(group, but=name) for value in values[group.pk][name])

    labels = theme_labels(reader_language())
    facets = [
        facet("state", _("State"), numbers("state"), chosen["state"], lambda code: str(State(code).label)),
        facet("theme", _("Theme"), numbers("theme"), chosen["theme"], lambda code: labels.get(code, code)),
    ]
    found = [group for group in pages if fits(group)]
    order = list(State.values)
    found.sort(key=lambda group: group.group.reference, reverse=True)
    found.sort(key=lambda group: (not group.group.is_open(), -order.index(group.group.state)))
    for group in found:
        group.theme_labels = [labels.get(code, code) for code in themes.get(group.pk, ())]
    return {
        "groups": found,
        "facets": facets,
        "active_filters": active(facets, chosen),
        "has_unknown": asked != chosen,
        **exports_of(SearchRequest("", reader_language(), {"kind": frozenset(["group"]), **chosen})),
    }


def _themes_of(pages: list[FocusGroupPage]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    through = FocusGroupPage.themes.through.objects.filter(focusgrouppage_id__in=[page.pk for page in pages])
    for page, theme in through.values_list("focusgrouppage_id", "theme_id"):
        found.setdefault(page, []).append(theme)
    return found
