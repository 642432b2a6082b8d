"""Who decides in quality control, and what is public before what: asked for many pages at once, in few queries."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from translations.permissions import review_permission
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
    had_a_hand = _hands_in(pages, [user])

    def reason(page: "GatedPage") -> str | None:
        if user.is_superuser:
            return _("You decide here as administrator only: write why, it is logged.")
        if not user.has_perm(_permission(page)):
            return (
                _("Only the SCM Secretariat decides in quality control (ToR ¶22).")
                if page.is_source()
                else _("Only a linguistic reviewer of this language decides on a translation.")
            )
        return had_a_hand(page, user)

    return _reasons(pages, reason)


def who_may_decide(page: "GatedPage") -> list[Any]:
    """Everybody to whom the four-eyes rule says nothing on this page, in as many queries for one as for fifty."""
    permitted = get_user_model().objects.with_perm(_permission(page), include_superusers=False)
    users = list(permitted.filter(is_active=True, is_superuser=False).order_by("pk"))
    had_a_hand = _hands_in([page], users)
    return [user for user in users if had_a_hand(page, user) is None]


def _permission(page: "GatedPage") -> str:
    return "scm_moderation.decide" if page.is_source() else review_permission(page.locale.language_code)


def _hands_in(pages: Sequence["GatedPage"], users: Iterable[Any]) -> Callable[["GatedPage", Any], str | None]:
    """What answers, of one of these pages and users, why somebody else decides: the user had a hand in it."""
    groups = group_works(pages)
    members = set(
        Membership.objects.filter(person__user__in=users, group__work__in=set(groups.values())).values_list(
            "person__user", "group__work"
        )
    )
    translated = translated_by(users, {page.translation_key for page in pages if not page.is_source()})
    drafts = set(
        Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages], user__in=users).values_list(
            "user", "object_id", "pk"
        )
    )
    # Who adds a file to a translation saves a draft of it.
    saved = {(user, int(page)) for user, page, _revision in drafts}
    edited = {(user, revision) for user, _page, revision in drafts}

    def had_a_hand(page: "GatedPage", user: Any) -> str | None:
        if page.is_source():
            if (user.pk, groups.get(page.pk)) in members:
                return _("You are or were a member of this focus group, so somebody else of the Secretariat decides.")
        elif (user.pk, page.translation_key, page.locale.language_code) in translated or (user.pk, page.pk) in saved:
            return _("You translated parts of it, so somebody else decides.")
        if (user.pk, page.latest_revision_id) in edited:
            return _("You edited this version last, so somebody else decides.")
        return None

    return had_a_hand


def leaders_of(pages: Sequence["GatedPage"]) -> dict[int, str]:
    """Chair and co-chair by name, for each page that its group mends: a translation is mended by its translator."""
    works = group_works([page for page in pages if page.is_source()])
    leading = Membership.objects.current().leading().in_order().filter(group__work__in=set(works.values()))
    names: dict[uuid.UUID, list[str]] = defaultdict(list)
    for work, name in leading.values_list("group__work", "person__name"):
        names[work].append(name)
    return {key: ", ".join(names[work]) for key, work in works.items()}


def why_not_public(pages: Sequence["GatedPage"]) -> Reasons:
    """A translation is public only while its source is, and what stands under a group only while the group's page is."""
    from .models import MaterialPage

    families = _families(pages)

    def reason(page: "GatedPage") -> str | None:
        if isinstance(page, MaterialPage) and page.group_work not in families:
            return _("The page of the focus group is not public yet: approve that first.")
        if not page.is_source() and page.translation_key not in families:
            return _("Its source is not public, so a translation of it cannot be either.")
        return None

    return _reasons(pages, reason)


def _families(pages: Sequence["GatedPage"]) -> set[uuid.UUID]:
    """The works that are public in their source language, of these pages and of their groups; one query for both."""
    from .models import FocusGroupPage

    above = _above(pages)
    own = {page.translation_key: page.source_language for page in pages if not page.is_source()}
    groups = FocusGroupPage.objects.filter(path__in=above.values()).values("translation_key")
    known = {page.group_work for page in pages if page.pk not in above} | set(own)
    rows = Page.objects.filter(Q(translation_key__in=groups) | Q(translation_key__in=known)).values_list(
        "path", "translation_key", "title", "live", "locale__language_code", "focusgrouppage__source_language"
    )
    _keep_groups(pages, above, {path: (work, title) for path, work, title, *_rest in rows})
    return {work for _path, work, _title, live, language, source in rows if live and language == (source or own.get(work))}


def group_works(pages: Sequence["GatedPage"]) -> dict[int, uuid.UUID]:
    """The translation key of each page's group, kept on the page with its title; one query for those that stand under one."""
    from .models import FocusGroupPage

    if above := _above(pages):
        rows = FocusGroupPage.objects.filter(path__in=above.values()).values_list("path", "translation_key", "title")
        _keep_groups(pages, above, {path: (work, title) for path, work, title in rows})
    return {page.pk: page.group_work for page in pages}


def groups_above(pages: Sequence["GatedPage"]) -> Reasons:
    """The title of the group's page, for each page that stands under one."""
    from .models import MaterialPage

    under = [page for page in pages if isinstance(page, MaterialPage)]
    group_works(under)
    return {page.pk: page.group_title for page in under}


def _above(pages: Sequence["GatedPage"]) -> dict[int, str]:
    """Where the group's page stands, for each page under one whose group is not known yet."""
    from .models import MaterialPage

    return {
        page.pk: page.path[: -Page.steplen]
        for page in pages
        if isinstance(page, MaterialPage) and not {"group_work", "group_title"} <= page.__dict__.keys()
    }


def _keep_groups(
    pages: Sequence["GatedPage"], above: dict[int, str], groups: dict[str, tuple[uuid.UUID, str]]
) -> None:
    for page in pages:
        if page.pk in above:
            page.__dict__["group_work"], page.__dict__["group_title"] = groups.get(above[page.pk], (None, ""))


def _reasons(pages: Sequence["GatedPage"], reason: Any) -> Reasons:
    return {page.pk: sentence for page in pages if (sentence := reason(page))}
