"""Components of the Europa Component Library as template tags: one template a component,
in ``components/``.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def _component(name: str) -> str:
    return f"components/{name}.html"


def _stripped(content: str) -> SafeString:
    """The markup of a block without the blanks around it; the template engine has escaped what is in it."""
    return mark_safe(content.strip())


# --- Small parts
# ---------------------------------------------------------------------------------------------


@register.simple_tag
def ecl_icon(name: str, size: str = "s", classes: str = "", turn: str = "") -> SafeString:
    """An icon of the sprite, ornament only: what it means stands beside it as text."""
    turned = f"ecl-icon--{turn}" if turn else ""
    return format_html(
        '<svg class="ecl-icon ecl-icon--{} {} {}" focusable="false" aria-hidden="true"><use href="{}#{}"></use></svg>',
        size,
        turned,
        classes,
        static("ecl/icons.svg"),
        name,
    )


@register.inclusion_tag(_component("link_button"))
def ecl_link_button(label: str, url: str, variant: str = "secondary", icon: str = "") -> dict[str, Any]:
    return {"label": label, "url": url, "variant": variant, "icon": icon}


@register.inclusion_tag(_component("button"))
def ecl_button(label: str, variant: str = "primary", type: str = "submit") -> dict[str, Any]:
    return {"label": label, "variant": variant, "type": type}


@register.inclusion_tag(_component("tags"))
def ecl_tags(items: Iterable[tuple[str, str]], label: str = "") -> dict[str, Any]:
    """Linked words, for example themes: pairs of text and address."""
    return {"items": list(items), "label": label}


@register.inclusion_tag(_component("active_filters"))
def ecl_active_filters(items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The filters in use, as links that remove them: pairs of text and address without it."""
    return {"items": list(items)}


# --- Parts of a page
# -----------------------------------------------------------------------------------------


@register.inclusion_tag(_component("skip_link"))
def ecl_skip_link(target: str = "main") -> dict[str, Any]:
    return {"target": target}


@register.inclusion_tag(_component("site_header"))
def ecl_site_header(site: Any) -> dict[str, Any]:
    return {"site": site}


@register.inclusion_tag(_component("language_list"))
def ecl_language_list(languages: Sequence[Any]) -> dict[str, Any]:
    return {"languages": languages}


@register.inclusion_tag(_component("menu"))
def ecl_menu(items: Sequence[Any], site_name: str) -> dict[str, Any]:
    return {"items": items, "site_name": site_name}


@register.inclusion_tag(_component("breadcrumb"))
def ecl_breadcrumb(items: Sequence[tuple[str, str]], current: str, lang: str = "") -> dict[str, Any]:
    """Where the page stands: pairs of text and address, then the page itself."""
    return {"items": items, "current": current, "lang": lang}


@register.inclusion_tag(_component("site_footer"))
def ecl_site_footer(site: Any) -> dict[str, Any]:
    return {"site": site}


@register.simple_block_tag
def ecl_page_header(content: str, title: str, kind: str = "", lang: str = "") -> str:
    """The h1 with what stands around it; the content is the description, marked up."""
    context = {"title": title, "kind": kind, "lang": lang, "description": _stripped(content)}
    return render_to_string(_component("page_header"), context)


@register.inclusion_tag(_component("inpage_navigation"))
def ecl_inpage_navigation(items: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The sections of a page: pairs of id and text."""
    return {"items": items}


@register.simple_block_tag
def ecl_notification(content: str, title: str = "", variant: str = "info", role: str = "status") -> str:
    """A notice that is there from the start has the role ``status``; only an error is an ``alert``."""
    return render_to_string(
        _component("notification"), {"content": content, "title": title, "variant": variant, "role": role}
    )


@register.simple_block_tag
def ecl_definitions(content: str) -> str:
    """A list of terms, each an ``ecl_definition``."""
    return render_to_string(_component("definitions"), {"content": content})


@register.simple_block_tag
def ecl_definition(content: str, term: str) -> str:
    """One term and what it is; nothing where it is empty."""
    return (
        render_to_string(_component("definition"), {"content": _stripped(content), "term": term})
        if content.strip()
        else ""
    )


@register.simple_block_tag
def ecl_details(content: str, title: str) -> str:
    """Text that unfolds, without JavaScript."""
    return render_to_string(_component("details"), {"content": content, "title": title})


@register.simple_block_tag
def ecl_filter_panel(content: str, title: str) -> str:
    """The panel of filters beside a list, folded on a narrow screen."""
    return render_to_string(_component("filter_panel"), {"content": content, "title": title})


# --- Content
# -------------------------------------------------------------------------------------------------


@register.inclusion_tag(_component("content_item"))
def ecl_content_item(
    title: str,
    url: str,
    description: str = "",
    meta: Sequence[str] = (),
    group: str = "",
    languages: str = "",
    lang: str = "",
    level: int = 2,
    passage: Any = None,
    passage_lang: str = "",
    passage_language: str = "",
    in_file: Any = None,
) -> dict[str, Any]:
    """One entry of a list: the heading around the title is of ``level``; a ``search.passages.Passage`` takes the place
    of the description.
    """
    return {
        "passage": passage,
        "passage_lang": passage_lang,
        "passage_language": passage_language,
        "in_file": in_file,
        "title": title,
        "url": url,
        "description": description,
        "meta": [item for item in meta if item],
        "group": group,
        "languages": languages,
        "lang": lang,
        "level": level,
    }


@register.inclusion_tag(_component("figures"))
def ecl_figures(items: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Results in figures: a value and what it counts, three in a row at most."""
    return {"items": items, "columns": min(len(items), 3)}


@register.inclusion_tag(_component("quote"))
def ecl_quote(text: str, attribution: str = "") -> dict[str, Any]:
    return {"text": text, "attribution": attribution}


@register.inclusion_tag(_component("table"))
def ecl_table(
    head: Sequence[str] | None, rows: Sequence[Sequence[Any]], caption: str = "", row_headers: bool = False
) -> dict[str, Any]:
    """A table; on a narrow screen each cell stands below the other, beside the head of its column."""
    head = list(head or ())
    return {
        "head": head,
        "rows": [list(zip_longest(row, head[: len(row)], fillvalue="")) for row in rows],
        "caption": caption,
        "row_headers": row_headers,
    }


@register.inclusion_tag(_component("file"))
def ecl_file(item: Any) -> dict[str, Any]:
    """A file to download: see ``scm_site.pages.outcome.Download``."""
    return {"item": item}


@register.inclusion_tag(_component("milestones"))
def ecl_milestones(timeline: Any) -> dict[str, Any]:
    """Milestones as a list and as a picture drawn on the server: see ``scm_site.pages.timeline``."""
    return {"timeline": timeline}


@register.inclusion_tag(_component("facet"))
def ecl_facet(facet: Any) -> dict[str, Any]:
    """One facet as a group of checkboxes: see ``scm_site.pages.facets.Facet``."""
    return {"facet": facet}


@register.inclusion_tag(_component("select"))
def ecl_select(
    name: str, label: str, options: Sequence[tuple[str, str]], chosen: str, form: str = ""
) -> dict[str, Any]:
    return {"name": name, "label": label, "options": options, "chosen": chosen, "form": form}


@register.inclusion_tag(_component("search_form"))
def ecl_search_form(
    url: str, words: str = "", id: str = "search", large: bool = False, label: str = "", group: str = ""
) -> dict[str, Any]:
    """A search box: for the whole site, where it suggests what one may mean, or with a ``label`` in one ``group``."""
    return {"url": url, "words": words, "id": id, "large": large, "label": label, "group": group}


@register.inclusion_tag(_component("pagination"))
def ecl_pagination(pages: Sequence[tuple[int | None, str]], current: int, previous: str, next: str) -> dict[str, Any]:
    """Pairs of page number and address; ``None`` stands for those left out."""
    return {"pages": pages, "current": current, "previous": previous, "next": next}
