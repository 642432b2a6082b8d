"""Pages of groups and of what stands under them, one a work: in the reader's language,
else in their source language.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import F, Q

from focusgroups.models import FocusGroup, FocusGroupPage, GatedPage

from ..families import family_of, is_public
from .languages import reader_language

P = TypeVar("P", bound=GatedPage)


def one_a_work(pages: Iterable[P], language: str | None = None) -> list[P]:
    """Of live pages of several languages the reader's, else the source,
    in the order in which works first appear.
    """
    language = language or reader_language()
    best: dict[Any, P] = {}
    for page in pages:
        code = page.locale.language_code
        if code == language or (code == page.source_language and page.translation_key not in best):
            best[page.translation_key] = page
    return list(best.values())


def in_reader_or_source_language(pages: Any) -> Any:
    """Only the rows that ``one_a_work`` may choose."""
    language = Q(locale__language_code=reader_language()) | Q(locale__language_code=F("source_language"))
    return pages.filter(language).select_related("locale")


def public_group_pages(**which: Any) -> list[FocusGroupPage]:
    """The pages of groups that are public, which is where their source is."""
    pages = list(in_reader_or_source_language(FocusGroupPage.objects.live().filter(**which)))
    sources = {page.translation_key for page in pages if page.is_source()}
    return [page for page in one_a_work(pages) if page.translation_key in sources]


def with_records(pages: list[FocusGroupPage]) -> list[FocusGroupPage]:
    """Give each page the record of its group, in one query."""
    records = {group.work: group for group in FocusGroup.objects.filter(work__in=[p.translation_key for p in pages])}
    found = []
    for page in pages:
        if page.translation_key in records:
            page.__dict__["group"] = records[page.translation_key]
            found.append(page)
    return found


def group_page_of(page: GatedPage) -> FocusGroupPage | None:
    """The public page of the group to which ``page`` belongs, as the reader gets it."""
    family = family_of(page)
    live = [member for member in family if member.live]
    return next(iter(one_a_work(live)), None) if is_public(family) else None


def below_family(page: GatedPage) -> Q:
    """What stands under the group of ``page``, in any language."""
    return below(member.path for member in family_of(page))


def below(paths: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return condition
