"""What the pages under a group have in common: the group that they belong to."""

from typing import Any

from focusgroups.models import MaterialPage

from .breadcrumb import breadcrumb
from .groups import group_page_of
from .languages import other_language, work_url


def material_context(page: MaterialPage) -> dict[str, Any]:
    parent = group_page_of(page) or page.group_page
    return {
        "group_page": parent,
        "group_lang": other_language(parent),
        "breadcrumb": [*breadcrumb(page), (parent.title, work_url(parent))],
    }
