"""The front door."""

from typing import Any

from django.http import HttpRequest

from focusgroups.choices import State

from ..models import HomePage
from .groups import public_group_pages, with_records
from .languages import reader_language
from .navigation import navigation
from .outcome_list import entries

LATEST = 6
GROUPS = 6


def context_for(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    groups = [group for group in with_records(public_group_pages()) if group.group.is_open()]
    groups.sort(key=lambda group: (group.group.state != State.ACTIVE, group.group.reference))
    latest = entries()
    links = navigation(reader_language())
    return {
        "latest": latest[:LATEST],
        "groups": groups[:GROUPS],
        "outcomes_url": links.outcomes.url if links.outcomes else "",
        "groups_url": links.focus_groups.url if links.focus_groups else "",
    }
