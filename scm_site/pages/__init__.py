"""The view layer of the public pages: one module a page type, one entry point for live pages, drafts and
previews.

The page types live in the lower rooms and do not know this site; what their templates need beside the page
is put together here, by plain functions ``context_for(page, request) -> dict``.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from focusgroups.models import FocusGroupIndexPage, FocusGroupPage, TermsOfReferencePage, WorkProgrammePage
from moderation.models import GatedMixin
from outcomes.models import OutcomeIndexPage, OutcomePage

from ..models import ContentPage, HomePage
from . import content, group, group_index, home, outcome, outcome_index, terms, work_programme
from .breadcrumb import breadcrumb
from .languages import available, other_language, provenance

CONTEXTS: dict[type[Page], Callable[[Any, HttpRequest], dict[str, Any]]] = {
    HomePage: home.context_for,
    ContentPage: content.context_for,
    FocusGroupIndexPage: group_index.context_for,
    FocusGroupPage: group.context_for,
    WorkProgrammePage: work_programme.context_for,
    TermsOfReferencePage: terms.context_for,
    OutcomeIndexPage: outcome_index.context_for,
    OutcomePage: outcome.context_for,
}


def is_known(page: Page) -> bool:
    return type(page) in CONTEXTS


def render(page: Page, request: HttpRequest) -> TemplateResponse:
    """The page as a reader sees it; ``page`` may be a draft (``revision.as_object()``)."""
    return TemplateResponse(
        request, page.get_template(request), {**page.get_context(request), **context_of(page, request)}
    )


def context_of(page: Page, request: HttpRequest) -> dict[str, Any]:
    """What every page has: its languages, where its text comes from, where it stands;
    and what its type adds.
    """
    return {
        "available": available(page),
        "lang": other_language(page),
        "is_fallback": getattr(page, "is_fallback", False),
        # Read only where a page shows it: the original of an outcome has its version on its record.
        "provenance": SimpleLazyObject(lambda: provenance(page)) if isinstance(page, GatedMixin) else None,
        "is_translation": isinstance(page, GatedMixin) and not page.is_source(),
        "breadcrumb": breadcrumb(page),
        **CONTEXTS[type(page)](page, request),
    }
