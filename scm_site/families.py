"""The pages of one group in every language: what stands under the group stands under one of them."""

from typing import Any

from wagtail.models import Page

from focusgroups.models import FocusGroupPage, GatedPage, MaterialPage


def family_of(page: GatedPage) -> list[FocusGroupPage]:
    """The group's pages in all languages, live or not; one query, kept on ``page``."""
    family = page.__dict__.get("_family")
    if family is None:
        if isinstance(page, MaterialPage):
            parent = page.path[: -Page.steplen]
            works = FocusGroupPage.objects.filter(path=parent).values("translation_key")
        else:
            works = [page.translation_key]
        family = list(FocusGroupPage.objects.filter(translation_key__in=works).select_related("locale"))
        page.__dict__["_family"] = family
    return family


def is_public(family: list[FocusGroupPage]) -> bool:
    """Whether a group is public: in the language that its page was written in."""
    return any(page.live and page.is_source() for page in family)


def stands_under_public_group(page: Any) -> bool:
    """What stands under a group is public only while the group's page is;
    every other page stands for itself.
    """
    return not isinstance(page, MaterialPage) or is_public(family_of(page))
