"""What pages ask of the site: the frame, links to works, languages, dates."""

from django import template
from django.template import Context
from wagtail.models import Page

from focusgroups.rules import PartialDate
from outcomes.models import OutcomePage

from .. import pages
from ..pages import dates, languages, outcome_list
from ..pages.frame import Frame, frame_for

register = template.Library()


@register.simple_tag(takes_context=True)
def page_context(context: Context) -> str:
    """What the view layer adds for a page, where the page was not rendered by it: Wagtail's own preview."""
    page, request = _page_of(context), context.get("request")
    if "available" not in context and isinstance(page, Page) and pages.is_known(page):
        context.update(pages.context_of(page, request))
    return ""


@register.simple_tag(takes_context=True)
def site_frame(context: Context) -> Frame:
    request, available = context.get("request"), context.get("available")
    return frame_for(request, _page_of(context), available, context.get("section", ""))


def _page_of(context: Context) -> Page | None:
    """The page that is shown. Where Wagtail asks for the password of one, it is in the context and nothing is said of it."""
    return None if "action_url" in context else context.get("page") or None


@register.simple_tag
def work_url(page: Page) -> str:
    """The address of a page in the reader's language."""
    return languages.work_url(page)


@register.filter
def language_for_reader(code: str) -> str:
    """A language as the reader calls it."""
    return languages.name_in_reader_language(code)


@register.filter
def other_language(page: Page) -> str:
    """The language of a page where it is not the reader's."""
    return languages.other_language(page)


@register.filter
def format_name(outcome: OutcomePage) -> str:
    """The format of an outcome as a reader sees it."""
    return outcome_list.format_name(outcome.format, outcome.format_other)


@register.filter
def partial_date(value: PartialDate | None) -> str:
    return dates.as_known(value)
