"""What stands around the content of each page: header, menu, languages, footer, the links of the head."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from translations.languages import own_name

from .languages import reader_language, work_url
from .navigation import Item, menu, navigation


@dataclass(frozen=True)
class Language:
    """One language of the list: its address for this page, and whether this text exists in it."""

    code: str
    name: str
    url: str
    is_current: bool
    is_translated: bool


@dataclass(frozen=True)
class Frame:
    """The frame of one page in the reader's language."""

    name: str
    language: str
    home_url: str
    search_url: str
    sign_in_url: str
    mailbox: str
    is_demo: bool
    is_official: bool
    menu: list[dict[str, Any]]
    about: Item | None
    legal: tuple[Item, ...]
    charter_url: str
    marketplace_url: str
    languages: list[Language] = field(default_factory=list)
    report_url: str = ""
    canonical: str = ""
    alternates: list[tuple[str, str]] = field(default_factory=list)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """What stands above something that is not a page."""
        return [(_("Home"), self.home_url)]

    @property
    def logo(self) -> str:
        return f"ecl/images/logo/positive/logo-ec--{self.language}.svg"

    @property
    def logo_negative(self) -> str:
        return f"ecl/images/logo/negative/logo-ec--{self.language}.svg"


def frame_for(
    request: HttpRequest | None, page: Any = None, available: list[str] | None = None, section: str = ""
) -> Frame:
    """The frame; ``page`` with the languages in which it is ``available``,
    or neither for what is not a page. ``section`` is the address of the part of the site that the menu marks, where
    the page's own address does not say it.
    """
    language = reader_language()
    links = navigation(language)
    path = request.path if request else ""
    # What somebody looks for and how it is filtered stays in another language: facets have the same codes in all.
    query = f"?{request.META['QUERY_STRING']}" if request and request.META.get("QUERY_STRING") else ""
    codes = [code for code, _name in settings.LANGUAGES]
    addresses = {code: work_url(page, code) if page else _same_path(path, code) for code in codes}
    translated = codes if available is None else available
    absolute = request.build_absolute_uri if request else str
    # What is read by a preview link has no address yet, in no language.
    has_address = page and not hasattr(request, "preview_link")
    is_public = has_address and page.live and not getattr(request, "is_preview", False)
    alternates = (
        [(code, absolute(addresses[code])) for code in translated] if has_address and len(translated) > 1 else []
    )
    return Frame(
        name=settings.WAGTAIL_SITE_NAME,
        language=language,
        home_url=f"/{language}/",
        search_url=reverse("search"),
        sign_in_url=reverse("wagtailadmin_home"),
        mailbox=settings.SCM_FUNCTIONAL_MAILBOX,
        is_demo=settings.SCM_DEMO,
        is_official=settings.SCM_OFFICIAL_BRANDING,
        menu=menu(language, section or path),
        about=links.about,
        legal=links.legal,
        charter_url=links.charter_url,
        marketplace_url=links.marketplace_url,
        languages=[
            Language(code, own_name(code), addresses[code] + query, code == language, code in translated)
            for code in codes
        ],
        report_url=reverse("report_problem", args=[page.pk]) if is_public else "",
        canonical=absolute(addresses.get(page.locale.language_code, path)) if has_address else "",
        alternates=alternates,
    )


def _same_path(path: str, code: str) -> str:
    """The same address in another language, for what is not a page: ``/en/search/`` → ``/fr/search/``."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{code}/{rest}" if first in dict(settings.LANGUAGES) else f"/{code}/"
