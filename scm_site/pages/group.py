"""The page of one focus group."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from focusgroups.choices import State
from focusgroups.models import FocusGroupPage, TermsOfReferencePage, WorkProgrammePage
from focusgroups.rules import says_something
from outcomes.models import OutcomePage
from search.public import public_works, unrestricted

from .groups import below_family
from .languages import reader_language
from .navigation import navigation
from .outcome_list import newest_first


def context_for(page: FocusGroupPage, request: HttpRequest) -> dict[str, Any]:
    group = page.group
    under = below_family(page)
    outcomes = public_works(OutcomePage.objects.filter(under), reader_language(), below=page.depth)
    index = navigation(reader_language()).focus_groups
    return {
        "group": group,
        "control_reference": group.reference,
        "reference_url": reverse("reference", args=[group.reference]),
        "members": list(group.current_members()),
        "contact": page.contact or settings.SCM_FUNCTIONAL_MAILBOX,
        "is_forming": group.state == State.FORMING,
        "says_how_to_join": says_something(page.how_to_join),
        "themes": [(theme.label(), f"{index.url if index else ''}?theme={theme.code}") for theme in page.themes.all()],
        **_documents(Page.objects.live().filter(under), page.depth),
        "outcomes": list(newest_first(outcomes).select_related("locale").defer("body")),
    }


def _documents(under: Any, depth: int) -> dict[str, Page | None]:
    """Terms of Reference and work programme, where they are public in some language: the address serves them all."""
    pages = unrestricted(under.exact_type(TermsOfReferencePage, WorkProgrammePage), below=depth)
    found = {page.specific_class: page for page in pages}
    return {"terms": found.get(TermsOfReferencePage), "work_programme": found.get(WorkProgrammePage)}
