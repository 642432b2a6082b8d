"""What everybody may find: public, behind no view restriction, and of each work one version."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from wagtail.models import Page, PageViewRestriction


def unrestricted(pages: QuerySet, below: int = 0) -> Any:
    """Without what stands behind a view restriction, which holds for a work in all its languages.

    A reader who has opened a page has passed the restrictions down to its depth: with ``below`` only those on deeper
    pages count. No query of its own.
    """
    restricted = Page.objects.filter(
        depth__gt=below, translation_key__in=PageViewRestriction.objects.values("page__translation_key")
    )
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = restricted.annotate(outer_path=path).filter(outer_path__startswith=F("path"))
    return pages.filter(~Exists(above))


def one_version(pages: QuerySet, language: str) -> Any:
    """Of each work the page in ``language``, else the one in the language that it was written in; live pages only.

    The type of the pages has a ``source_language``.
    """
    live = pages.filter(live=True)
    own = pages.model._default_manager.filter(
        live=True, translation_key=OuterRef("translation_key"), locale__language_code=language
    )
    is_own = Q(locale__language_code=language)
    return live.filter(is_own | (Q(locale__language_code=F("source_language")) & ~Exists(own)))


def public_works(pages: QuerySet, language: str, below: int = 0) -> Any:
    """What a reader of ``language`` finds among ``pages``; ``below`` as in ``unrestricted``."""
    return unrestricted(one_version(pages.filter(alias_of=None), language), below)
