"""The front door."""

from typing import Any

from django.http import HttpRequest

from focusgroups.choices import State

from ..models import HomePage
from .groups import public_group_pages, with_records
from .languages import reader_language
from .navigation import navigation
from .outcome_list import latest

LATEST = 6
GROUPS = 6


def context_for(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    pages = public_group_pages()
    names = {group.translation_key: group for group in pages}
    groups = [group for group in with_records(pages) if group.group.is_open()]
    groups.sort(key=lambda group: (group.group.state != State.ACTIVE, group.group.reference))
    links = navigation(reader_language())
    return {
        "latest": [(outcome, names.get(outcome.its_group)) for outcome in latest(LATEST)],
        "groups": groups[:GROUPS],
        "outcomes_url": links.outcomes.url if links.outcomes else "",
        "groups_url": links.focus_groups.url if links.focus_groups else "",
    }
