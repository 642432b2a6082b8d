"""One address in every language: a page that a language lacks is answered by its source (design:
the reader).
"""

from typing import TYPE_CHECKING

from django.http import Http404
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from focusgroups.models import GatedPage

from .families import stands_under_public_group

if TYPE_CHECKING:
    from .models import HomePage


def find_page(path: str, language: str) -> RouteResult | None:
    """The page at ``path`` below the home of ``language``, or ``None`` where nothing public stands there.

    The same answer as Wagtail's route from the site's root; that way the homes of all languages are one
    query.
    """
    from .models import HomePage

    homes = {home.locale_id: home for home in HomePage.objects.live().select_related("locale")}
    home = next((home for home in homes.values() if home.locale.language_code == language), None)
    if home is None:
        return None
    components = [component for component in path.split("/") if component]
    if not components:
        home.live_languages = [other.locale.language_code for other in homes.values()]
        return RouteResult(home)
    try:
        return find_in_language_or_source(home, components, homes)
    except Http404:
        return None


def find_in_language_or_source(
    home: "HomePage", path_components: list[str], homes: dict[int, Page] | None = None
) -> RouteResult:
    """The live page at ``path_components`` under ``home``, else the one that it is translated from.

    All languages share their slugs, so the same path names the same work everywhere. A page of another
    language is marked with ``is_fallback = True``; it is returned only where the reader's own
    language has no live page.
    ``homes`` are the home pages of all languages by the key of their locale, where they are known already.

    Raises ``Http404`` where no language has a public page there.
    """
    homes = homes or {
        page.locale_id: page
        for page in Page.objects.filter(translation_key=home.translation_key)
        .select_related("locale")
        .only("url_path", "locale")
    }
    tail = "/".join(path_components) + "/"
    candidates = (
        Page.objects.live()
        .filter(slug=path_components[-1], url_path__in=[page.url_path + tail for page in homes.values()])
        .select_related("content_type")
        .specific()
    )
    pages = {page.locale_id: page for page in candidates}
    for page in pages.values():
        page.locale = homes[page.locale_id].locale
    sources = (page for page in pages.values() if isinstance(page, GatedPage) and page.is_source())
    page = pages.get(home.locale_id) or next(sources, None)
    if page is None:
        raise Http404
    page.is_fallback = page.locale_id != home.locale_id
    page.live_languages = [
        other.locale.language_code for other in pages.values() if other.translation_key == page.translation_key
    ]
    if not stands_under_public_group(page):
        raise Http404
    return RouteResult(page)
