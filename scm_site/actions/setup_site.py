"""Turn an empty database into a working site without demonstration content."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale, Page, Site

from focusgroups.models import FocusGroupIndexPage
from outcomes.models import OutcomeIndexPage

from ..models import ContentPage, HomePage
from .apply_roles import apply_roles

TEXTS = Path(__file__).resolve().parent.parent / "texts"
SLUGS = ("about", "accessibility", "privacy", "cookies", "legal-notice")


@transaction.atomic
def setup_site() -> HomePage:
    """Make roles, languages, home and index pages and the ordinary pages; what exists already stays as it is."""
    apply_roles()
    homes = [_home(code) for code, _name in settings.LANGUAGES]
    for home in homes[1:]:
        if home.translation_key != homes[0].translation_key:
            raise LookupError(
                "The home pages belong to different works; delete the wrong one and run setup_site again."
            )
    for home in homes:
        with translation.override(home.locale.language_code):
            _index(
                home,
                FocusGroupIndexPage,
                "focus-groups",
                gettext("Focus groups"),
                gettext(
                    "Cities, industry and research work together for a year or more on a challenge of the green and "
                    "just transition."
                ),
            )
            _index(
                home,
                OutcomeIndexPage,
                "outcomes",
                gettext("Outcomes of the focus groups"),
                gettext(
                    "Projects, demonstrators, reports, online seminars and white papers, checked by the SCM Secretariat."
                ),
            )
            for slug in SLUGS:
                _content_page(home, slug)
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname,
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page": homes[0],
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    # The page that Wagtail's own first migration leaves behind.
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    return homes[0]


def _home(language: str) -> HomePage:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    home = HomePage.objects.filter(locale=locale).first()
    if home:
        return home
    source = HomePage.objects.order_by("pk").first()
    with translation.override(language):
        home = HomePage(
            title=gettext("Focus groups of the Smart Cities Marketplace"),
            slug=f"home-{language}",
            locale=locale,
            lead=gettext(
                "Focus groups bring cities, industry and research together to work on a common challenge of the green and "
                "just transition. What they deliver is checked by the SCM Secretariat and free to use."
            ),
        )
    if source:
        home.translation_key = source.translation_key
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    return home


def _index(home: HomePage, model: type[Page], slug: str, title: str, intro: str) -> None:
    _add(home, model, slug, title=title, intro=intro)


def _content_page(home: HomePage, slug: str) -> None:
    text = (TEXTS / home.locale.language_code / f"{slug}.html").read_text(encoding="utf-8")
    marks = dict(re.findall(r"<!-- (title|summary): (.*?) -->", text))
    _add(home, ContentPage, slug, body=re.sub(r"<!--.*?-->\s*", "", text), **marks)


def _add(home: HomePage, model: type[Page], slug: str, **fields: str) -> None:
    """A page under ``home``, of the same work as its twin under the other homes."""
    if model.objects.child_of(home).filter(slug=slug).exists():
        return
    page = model(slug=slug, locale=home.locale, **fields)
    twin = model.objects.filter(slug=slug).exclude(locale=home.locale).first()
    if twin:
        page.translation_key = twin.translation_key
    home.add_child(instance=page)
    page.save_revision().publish()
