"""Who decides in quality control, and what is public before what: asked for many pages at once, in few queries."""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from translations.permissions import may_review
from translations.segments import translated_by

from .models.person import Membership

if TYPE_CHECKING:
    from .models import GatedPage

Reasons = dict[int, str]


def why_not_decide(pages: Sequence["GatedPage"], user: Any) -> Reasons:
    """The four-eyes rule (E4, ToR ¶16): staff of the Secretariat, never of this group, never the last editor.

    For a translation: a linguistic reviewer of its language who translated nothing of it. The reason by the key of each
    page on which ``user`` may not decide.
    """
    if not user.is_authenticated:
        return {page.pk: _("Sign in to decide.") for page in pages}
    groups = group_works(pages)
    own_groups = set(Membership.objects.filter(person__user=user).values_list("group__work", flat=True))
    translations = [page for page in pages if not page.is_source()]
    translated = translated_by(user, {page.translation_key for page in translations})
    saved = _saved_by(user, translations)
    last_edited = set(
        Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages], user=user).values_list(
            "pk", flat=True
        )
    )

    def reason(page: "GatedPage") -> str | None:
        language = page.locale.language_code
        if user.is_superuser:
            return _("You decide here as administrator only: write why, it is logged.")
        if page.is_source():
            if not user.has_perm("scm_moderation.decide"):
                return _("Only the SCM Secretariat decides in quality control (ToR ¶22).")
            if groups.get(page.pk) in own_groups:
                return _("You are or were a member of this focus group, so somebody else of the Secretariat decides.")
        elif not may_review(user, language):
            return _("Only a linguistic reviewer of this language decides on a translation.")
        elif (page.translation_key, language) in translated or page.pk in saved:
            return _("You translated parts of it, so somebody else decides.")
        if page.latest_revision_id in last_edited:
            return _("You edited this version last, so somebody else decides.")
        return None

    return _reasons(pages, reason)


def _saved_by(user: Any, pages: Sequence["GatedPage"]) -> set[int]:
    """The pages of which ``user`` ever saved a draft: who adds a file to a translation saves one."""
    if not pages:
        return set()
    drafts = Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages], user=user)
    return {int(key) for key in drafts.values_list("object_id", flat=True)}


def why_not_public(pages: Sequence["GatedPage"]) -> Reasons:
    """A translation is public only while its source is, and what stands under a group only while the group's page is."""
    from .models import FocusGroupPage, MaterialPage

    groups = group_works(pages)
    works = {page.translation_key for page in pages if not page.is_source()}
    source = Q(locale__language_code=F("source_language"))
    public_groups = set(
        FocusGroupPage.objects.live()
        .filter(source, translation_key__in=[*groups.values(), *works])
        .values_list("translation_key", flat=True)
    )
    public = public_groups | set(_live_sources(pages, works - public_groups))

    def reason(page: "GatedPage") -> str | None:
        if isinstance(page, MaterialPage) and groups.get(page.pk) not in public_groups:
            return _("The page of the focus group is not public yet: approve that first.")
        if not page.is_source() and page.translation_key not in public:
            return _("Its source is not public, so a translation of it cannot be either.")
        return None

    return _reasons(pages, reason)


def _live_sources(pages: Sequence["GatedPage"], works: set[uuid.UUID]) -> list[uuid.UUID]:
    languages = {page.translation_key: page.source_language for page in pages}
    live = Page.objects.live().filter(translation_key__in=works).values_list("translation_key", "locale__language_code")
    return [work for work, language in live if languages[work] == language]


def group_works(pages: Sequence["GatedPage"]) -> dict[int, uuid.UUID]:
    """The translation key of each page's group, kept on the page; one query for those that stand under one."""
    from .models import FocusGroupPage, MaterialPage

    above = {
        page.pk: page.path[: -Page.steplen]
        for page in pages
        if isinstance(page, MaterialPage) and "group_work" not in page.__dict__
    }
    if above:
        rows = FocusGroupPage.objects.filter(path__in=set(above.values())).values_list("path", "translation_key")
        works = dict(rows)
        for page in pages:
            if page.pk in above:
                page.__dict__["group_work"] = works.get(above[page.pk])
    return {page.pk: page.group_work for page in pages}


def _reasons(pages: Sequence["GatedPage"], reason: Any) -> Reasons:
    return {page.pk: sentence for page in pages if (sentence := reason(page))}
