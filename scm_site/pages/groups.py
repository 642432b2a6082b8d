"""Pages of groups and of what stands under them, one a work: in the reader's language,
else in their source language.
"""

from django.db.models import Q

from focusgroups.models import FocusGroup, FocusGroupPage, GatedPage
from focusgroups.querysets import public_groups
from search.public import public_works

from ..families import family_of, is_public
from .languages import reader_language


def public_group_pages() -> list[FocusGroupPage]:
    """The pages of the public groups, as the reader gets them."""
    public = FocusGroupPage.objects.filter(translation_key__in=public_groups().values("work"))
    return list(public_works(public, reader_language()).select_related("locale"))


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
    return version_for_reader(family_of(page))


def version_for_reader(family: list[FocusGroupPage]) -> FocusGroupPage | None:
    """Of the pages of one group in all languages the reader's, else the source, where the group is public."""
    live = {page.locale.language_code: page for page in family if page.live}
    return live.get(reader_language()) or live[family[0].source_language] if is_public(family) else None


def below_family(page: GatedPage) -> Q:
    """What stands under the group of ``page``, in any language."""
    condition = Q(pk__in=[])
    for member in family_of(page):
        condition |= Q(path__startswith=member.path)
    return condition
