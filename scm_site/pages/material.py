"""What the pages under a group have in common: the group that they belong to."""

from typing import Any

from focusgroups.models import FocusGroup, MaterialPage

from .breadcrumb import breadcrumb
from .groups import group_page_of
from .languages import other_language, work_url
from .quality_control import ANCHORS


def material_context(page: MaterialPage) -> dict[str, Any]:
    parent = group_page_of(page) or page.group_page
    return {
        "group_page": parent,
        "control_reference": FocusGroup.objects.values_list("reference", flat=True).get(work=parent.translation_key),
        "control_part": ANCHORS[type(page)],
        "group_lang": other_language(parent),
        "breadcrumb": [*breadcrumb(page), (parent.title, work_url(parent))],
    }
