"""Where a page stands."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from focusgroups.models import FocusGroupPage, MaterialPage
from outcomes.models import OutcomePage

from .languages import reader_language
from .navigation import navigation


def breadcrumb(page: Page) -> list[tuple[str, str]]:
    """The pages above, as pairs of title and address: from the navigation, so that no query is needed."""
    language = reader_language()
    links = navigation(language)
    above = [(_("Home"), f"/{language}/")]
    if isinstance(page, OutcomePage):
        above += [(_("Outcomes"), links.outcomes.url)] if links.outcomes else []
    elif isinstance(page, FocusGroupPage | MaterialPage):
        above += [(_("Focus groups"), links.focus_groups.url)] if links.focus_groups else []
    return above
