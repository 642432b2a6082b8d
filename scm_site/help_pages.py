"""Help in the admin is the how-to pages of docs/how-to: one text, read here and in the repository.

``chair.md`` is in English, ``chair.fr.md`` its French translation; who reads a language that a page lacks reads English. The
operator's page lacks all others: its reader types commands.
"""

import re
import struct
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from focusgroups.models import FocusGroup
from translations.permissions import languages_of

HOW_TO = settings.BASE_DIR / "docs" / "how-to"
IMAGES = settings.BASE_DIR / "docs" / "images"
ORIGINAL = "en"
# In the order in which somebody with several roles reads them.
PAGES = ("operator", "secretariat", "support-team", "chair", "translator")
LINK = re.compile(r"(?P<page>[\w-]+)(\.[a-z]{2})?\.md(?P<anchor>#[\w-]+)?")
PICTURE = re.compile(r"\.\./images/(?P<name>[\w-]+\.png)")


@dataclass(frozen=True)
class HowTo:
    """One how-to page: the language that it is in, its title, its body as HTML, and its sections by their anchors."""

    name: str
    language: str
    title: str
    body: str
    sections: dict[str, str] = field(default_factory=dict)


def pages_for(user: Any) -> list[str]:
    """The how-to pages that concern ``user``, that of the own role first."""
    concerned = {
        "operator": user.is_superuser,
        "secretariat": user.has_perm("scm_moderation.decide"),
        "support-team": user.has_perm("focusgroups.set_up"),
        "chair": user.has_perm("focusgroups.see_all") or FocusGroup.objects.led_by(user).exists(),
        "translator": bool(languages_of(user)),
    }
    return [name for name in PAGES if concerned[name]] or ["chair"]


@require_safe
def show(request: HttpRequest, name: str | None = None) -> HttpResponse:
    """A how-to page, at first that of the reader's role; the operator's is for administrators."""
    names = pages_for(request.user)
    name = name or names[0]
    if name not in PAGES or (name == "operator" and name not in names):
        raise Http404
    context = {
        "page_title": _("Help"),
        "header_title": _("Help"),
        "header_icon": "help",
        "page": in_language(name, get_language()),
        "pages": [in_language(other, get_language()) for other in names],
    }
    return render(request, "scm_site/help.html", context)


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of the how-to pages: one that lies in their folder, by its name alone."""
    known = {path.name: path for path in IMAGES.glob("*.png")}
    if name not in known:
        raise Http404
    return HttpResponse(known[name].read_bytes(), content_type="image/png")


def in_language(name: str, language: str) -> HowTo:
    """A how-to page in this language, else in English."""
    return how_to(name, language if file_of(name, language).exists() else ORIGINAL)


def file_of(name: str, language: str) -> Path:
    return HOW_TO / (f"{name}.md" if language == ORIGINAL else f"{name}.{language}.md")


@cache
def how_to(name: str, language: str = ORIGINAL) -> HowTo:
    """Read from its Markdown; a heading goes one level down, for the screen's own title stands above."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(file_of(name, language).read_text(encoding="utf-8"))
    title, sections = "", {}
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following:
            anchor = slugify(following.content)
            if token.tag == "h1":
                title = following.content
            elif token.tag == "h2":
                sections[anchor] = following.content
            token.attrSet("id", anchor)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1]) + 1}"
        for child in token.children or []:
            _lead_to_help(child)
    return HowTo(name, language, title, markdown.renderer.render(tokens, markdown.options, {}), sections)


def _lead_to_help(token: Token) -> None:
    """Links between how-to pages and pictures get their addresses in the admin."""
    if token.type == "link_open" and (link := LINK.fullmatch(str(token.attrGet("href")))):
        token.attrSet("href", reverse("help", args=[link["page"]]) + (link["anchor"] or ""))
    if token.type == "image" and (image := PICTURE.fullmatch(str(token.attrGet("src")))):
        width, height = _size(IMAGES / image["name"])
        token.attrs |= {
            "src": reverse("help_picture", args=[image["name"]]),
            "width": width,
            "height": height,
            "loading": "lazy",
        }


def _size(png: Path) -> tuple[int, int]:
    """Width and height, as the head of a PNG file says them: so nothing jumps when the picture arrives."""
    with png.open("rb") as file:
        width, height = struct.unpack(">II", file.read(24)[16:])
    return width, height
