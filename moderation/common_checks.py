"""The automated checks of every gated page: links, headings, alternative texts, files."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock, URLBlock
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, Site

from files.models import File, Picture

from .automated import Remark, check
from .choices import Severity
from .content import content_of
from .models import GatedMixin

FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|webp|svg|avif)$", re.IGNORECASE)
LONGEST_ALT_TEXT = 250


def _values(page: Page) -> Iterator[tuple[str, Any, Any]]:
    """Place, block (or field) and value of every part of the content."""
    for name in page.sealed_fields:
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            for child in getattr(page, name):
                for block, value in _inside(child.block, child.value):
                    yield f"{name}.{child.id}", block, value
        else:
            yield name, field, getattr(page, name)


def _inside(block: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(block, ImageBlock):
        yield block, value
    elif isinstance(block, StreamBlock):
        for child in value or ():
            yield from _inside(child.block, child.value)
    elif isinstance(block, ListBlock):
        for child in value or ():
            yield from _inside(block.child_block, child)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _inside(child, value.get(name))
    else:
        yield block, value


def _rich_texts(page: Page) -> Iterator[tuple[str, BeautifulSoup]]:
    for place, block, value in _values(page):
        if isinstance(block, RichTextField | RichTextBlock) and value:
            yield place, BeautifulSoup(getattr(value, "source", value), "html.parser")


# --- Links --------------------------------------------------------------------------------------------------


def _linked_pages(page: Page) -> dict[int, str]:
    """The keys of the pages to which the texts link, each with its place."""
    return {
        int(link["id"]): place
        for place, html in _rich_texts(page)
        for link in html.find_all("a", linktype="page")
        if link.get("id", "").isdecimal()
    }


@check(GatedMixin, Severity.ERROR)
def links_to_pages_that_are_gone(page: Page) -> Iterator[Remark]:
    linked = _linked_pages(page)
    known = set(Page.objects.filter(pk__in=linked).values_list("pk", flat=True)) if linked else set()
    for key, place in linked.items():
        if key not in known:
            yield Remark(place, _("A link leads to a page that does not exist any more: change or remove it."))


@check(GatedMixin, Severity.WARNING)
def links_to_pages_that_are_not_public(page: Page) -> Iterator[Remark]:
    linked = _linked_pages(page)
    # Without its title: whoever writes here may not know that page.
    for key in Page.objects.filter(pk__in=linked, live=False).values_list("pk", flat=True) if linked else ():
        yield Remark(linked[key], _("A link leads to a page that is not public: readers will not find it."))


@check(GatedMixin, Severity.ERROR)
def addresses_on_this_site_that_are_gone(page: Page) -> Iterator[Remark]:
    for place, url in _addresses(page):
        try:
            path = _path_on_this_site(url)
        except ValueError:
            yield Remark(place, _("The address %(url)s cannot be read: correct or remove it.") % {"url": url})
            continue
        if path and not _leads_somewhere(path):
            yield Remark(place, _("The address %(url)s leads nowhere on this site.") % {"url": url})


def _addresses(page: Page) -> Iterator[tuple[str, str]]:
    for place, html in _rich_texts(page):
        for link in html.find_all("a", href=True):
            yield place, link["href"]
    for place, block, value in _values(page):
        if isinstance(block, URLBlock) and value:
            yield place, value


def _path_on_this_site(url: str) -> str:
    """The path of an address on this site; ``""`` for any other. Raises ``ValueError`` for what is no address."""
    parts = urlsplit(url)
    if not parts.netloc:
        return parts.path if parts.path.startswith("/") else ""
    own = {
        urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc,
        *(urlsplit(root[2]).netloc for root in Site.get_site_root_paths()),
    }
    return (parts.path or "/") if parts.netloc in own else ""


def _leads_somewhere(path: str) -> bool:
    language, _slash, rest = path.strip("/").partition("/")
    has_language = language in dict(settings.LANGUAGES)
    with override(language if has_language else settings.LANGUAGE_CODE):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    # Addresses of pages begin with a language and have no name of their own, but for Wagtail's.
    if not has_language or match.url_name not in (None, "wagtail_serve"):
        return True
    # A page answers in every language, in its own where the language lacks it.
    if not rest or Page.objects.live().filter(url_path__endswith=f"/{rest}/").exists():
        return True
    return Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists()


# --- Headings and pictures ----------------------------------------------------------------------------------


@check(GatedMixin, Severity.WARNING)
def headings_that_skip_a_level(page: Page) -> Iterator[Remark]:
    """The name of a field is a heading of the second level on the page, and so is a heading block."""
    for place, html in _rich_texts(page):
        level = 2
        for heading in html.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
            own = int(heading.name[1])
            if own > level + 1:
                text = _("The heading “%(heading)s” skips a level: use the next one.") % {"heading": heading.get_text()}
                yield Remark(place, text)
            level = own


@check(GatedMixin, Severity.WARNING)
def alternative_texts_that_say_nothing(page: Page) -> Iterator[Remark]:
    """A missing one is an error already: the block itself refuses it."""
    for place, block, value in _values(page):
        if not isinstance(block, ImageBlock) or not value or value.decorative:
            continue
        words = (value.contextual_alt_text or "").strip()
        if FILE_NAME.match(words):
            yield Remark(
                place,
                _("The alternative text “%(text)s” is a file name: say what the picture shows.") % {"text": words},
            )
        elif len(words) > LONGEST_ALT_TEXT:
            yield Remark(place, _("An alternative text is very long: move it into the text and summarise the picture."))


# --- Files --------------------------------------------------------------------------------------------------


def _files(page: Page) -> list[File]:
    documents = content_of(page).documents
    return list(File.objects.filter(pk__in=documents, erased_at=None).order_by("pk")) if documents else []


@check(GatedMixin, Severity.ERROR)
def files_and_pictures_that_were_erased(page: Page) -> Iterator[Remark]:
    for place, _block, value in _values(page):
        if isinstance(value, File | Picture) and value.erased_at:
            yield Remark(place, _("What stood here was erased for good: take it out, or choose something else."))


@check(GatedMixin, Severity.ERROR)
def files_that_do_not_open(page: Page) -> Iterator[Remark]:
    for file in _files(page):
        if not file.inspected()["opens"]:
            text = _("“%(title)s” does not open: it is damaged or has a password. Upload it anew.")
            yield Remark("files", text % {"title": file.title})


@check(GatedMixin, Severity.WARNING)
def pdf_files_that_are_not_accessible(page: Page) -> Iterator[Remark]:
    for file in _files(page):
        if lacks := what_pdf_lacks(file):
            text = _("“%(title)s” (PDF): %(lacks)s. Export it anew, or say in the note why it stays so.")
            yield Remark("files", text % {"title": file.title, "lacks": ", ".join(lacks)})


def what_pdf_lacks(file: File) -> list[str]:
    """What a reader with a screen reader misses in a PDF; nothing for another file or one that does not open."""
    report = file.inspected()
    if "tagged" not in report:
        return []
    lacks = [
        ("text", _("it has no text, only pictures of it")),
        ("tagged", _("it is not tagged")),
        ("language", _("it names no language")),
        ("title", _("it has no title")),
        ("alternatives", _("a picture in it has no alternative text")),
    ]
    # What was read of an older file may lack the newest of them.
    return [words for name, words in lacks if not report.get(name, True)]
