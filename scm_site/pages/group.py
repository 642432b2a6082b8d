"""The page of one focus group."""

from typing import Any

from django.http import HttpRequest

from focusgroups.choices import State
from focusgroups.models import FocusGroupPage, TermsOfReferencePage, WorkProgrammePage
from outcomes.models import OutcomePage

from .groups import below_family, in_reader_or_source_language, one_a_work
from .languages import reader_language
from .navigation import navigation


def context_for(page: FocusGroupPage, request: HttpRequest) -> dict[str, Any]:
    group = page.group
    under = below_family(page)
    outcomes = one_a_work(in_reader_or_source_language(OutcomePage.objects.live().filter(under)))
    outcomes.sort(key=lambda outcome: outcome.dated_on or outcome.first_published_at.date(), reverse=True)
    members = list(group.current_members())
    index = navigation(reader_language()).focus_groups
    return {
        "group": group,
        "members": members,
        "is_forming": group.state == State.FORMING,
        "themes": [(theme.label(), f"{index.url if index else ''}?theme={theme.code}") for theme in page.themes.all()],
        "terms": _only(TermsOfReferencePage, under),
        "work_programme": _only(WorkProgrammePage, under),
        "outcomes": outcomes,
    }


def _only(model: Any, under: Any) -> Any:
    return next(iter(one_a_work(in_reader_or_source_language(model.objects.live().filter(under)))), None)
