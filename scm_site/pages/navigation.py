"""What each page links to, in one language: the menu and the legal pages,
cached and renewed when a page changes.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from focusgroups.models import Theme
from search.public import unrestricted

from ..models import SiteSettings

# Short, because another process learns of a change only when its own copy runs out.
SECONDS = 60
KEY = "scm_site.navigation"
THEMES = "scm_site.themes"
ABOUT = "about"


@dataclass(frozen=True)
class Item:
    """A link of the menu or the footer."""

    title: str
    url: str
    slug: str = ""


@dataclass(frozen=True)
class Navigation:
    """The links of one language and the addresses that the Secretariat set."""

    focus_groups: Item | None
    outcomes: Item | None
    about: Item | None
    legal: tuple[Item, ...]
    charter_url: str
    marketplace_url: str


def navigation(language: str) -> Navigation:
    """The navigation in ``language``; a page that the language lacks stands in the language of the site."""
    found = cache.get(f"{KEY}.{language}")
    if found is None:
        found = _read(language)
        cache.set(f"{KEY}.{language}", found, SECONDS)
    return found


def theme_labels(language: str) -> dict[str, str]:
    """The label of every theme by its code; themes come by migration."""
    found = cache.get(f"{THEMES}.{language}")
    if not found:
        found = {theme.code: theme.label(language) for theme in Theme.objects.all()}
        cache.set(f"{THEMES}.{language}", found, SECONDS)
    return found


def forget(**kwargs: Any) -> None:
    """A page was published, moved or taken down, or the settings were saved: once that is committed, read anew."""
    transaction.on_commit(forget_now, robust=True)


def forget_now() -> None:
    cache.delete_many([f"{KEY}.{language}" for language, _name in settings.LANGUAGES])


def _read(language: str) -> Navigation:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home_key = site.root_page.translation_key if site else None
    homes = Page.objects.filter(translation_key=home_key).values_list("path", "depth", "locale__language_code")
    own, fallback = [], []
    for path, depth, code in homes:
        if code == language:
            own = _children(path, depth)
        elif code == (site and site.root_page.locale.language_code):
            fallback = _children(path, depth)
    by_work = {page["translation_key"]: page for page in [*fallback, *own]}
    items = {"groups": None, "outcomes": None, "pages": []}
    for page in by_work.values():
        item = Item(page["title"], f"/{language}/{page['slug']}/", page["slug"])
        match page["model"]:
            case "focusgroupindexpage":
                items["groups"] = item
            case "outcomeindexpage":
                items["outcomes"] = item
            case "contentpage":
                items["pages"].append(item)
    addresses = SiteSettings.objects.first() or SiteSettings()
    return Navigation(
        focus_groups=items["groups"],
        outcomes=items["outcomes"],
        about=next((item for item in items["pages"] if item.slug == ABOUT), None),
        legal=tuple(item for item in items["pages"] if item.slug != ABOUT),
        charter_url=addresses.charter_url,
        marketplace_url=addresses.about_url,
    )


def _children(path: str, depth: int) -> list[dict[str, Any]]:
    pages = unrestricted(Page.objects.live().filter(path__startswith=path, depth=depth + 1).order_by("path"))
    return list(pages.values("title", "slug", "translation_key", model=F("content_type__model")))


def menu(language: str, path: str) -> list[dict[str, Any]]:
    """The main menu; ``path`` is the address of the part of the site that is marked, or of something in it."""
    links = navigation(language)
    home = f"/{language}/"
    items = [(_("Home"), home)]
    named = (
        (_("Focus groups"), links.focus_groups),
        (_("Outcomes"), links.outcomes),
        (_("About"), links.about),
    )
    items += [(title, item.url) for title, item in named if item]
    return [
        {"title": title, "url": url, "is_current": path == url or (url != home and path.startswith(url))}
        for title, url in items
    ]
