"""Set up the platform for a focus group (ToR ¶14y)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from .. import emails
from ..choices import EventKind
from ..models import (
    FocusGroup,
    FocusGroupIndexPage,
    FocusGroupPage,
    GroupEvent,
    Person,
    TermsOfReferencePage,
    Theme,
    WorkProgrammePage,
)
from ..permissions import may_set_up
from ..rules import group_reference, is_long_enough
from .confirm_leaders import NotOnTheStaff, is_on_the_staff


class AlreadySetUp(Exception):
    """A group of this name exists already."""


class TooShort(Exception):
    """A focus group lasts at least twelve months (ToR ¶6)."""


@transaction.atomic
def set_up_group(
    *,
    name: str,
    challenge: str,
    themes: Iterable[Theme],
    planned_start: date | None,
    planned_end: date | None,
    chair: Person | None,
    co_chair: Person | None,
    by: Any,
    today: date,
    language: str = "en",
) -> FocusGroup:
    """Make the record and the three pages of a new group, all as drafts, and propose its chair and co-chair.

    ``challenge`` is rich text. Raises ``PermissionDenied``; ``AlreadySetUp`` where a group of this name exists;
    ``TooShort`` where the planned end is less than twelve months after the start (ToR ¶6); ``NotOnTheStaff`` where the
    co-chair is not of the Secretariat (ToR ¶16). Then nothing is made.
    """
    if not may_set_up(by):
        raise PermissionDenied(_("Only the SCM support team and the Secretariat set up a focus group (ToR ¶14y)."))
    index = index_in(language)
    refuse_taken_name(name.strip())
    if planned_start and planned_end and not is_long_enough(planned_start, planned_end):
        raise TooShort(_("A focus group lasts at least twelve months (ToR ¶6)."))
    if co_chair and not is_on_the_staff(co_chair):
        raise NotOnTheStaff(co_chair)
    group = FocusGroup.objects.create(
        reference=next_reference(today.year),
        name=name.strip(),
        planned_start=planned_start,
        planned_end=planned_end,
        proposed_chair=chair,
        proposed_co_chair=co_chair,
    )
    page = FocusGroupPage(
        title=group.name, translation_key=group.work, locale=index.locale, challenge=challenge, live=False, owner=by
    )
    index.add_child(instance=page)
    page.themes.set(themes)
    page.save()
    page.save_revision(user=by)
    add_material(page, group, by)
    GroupEvent.objects.create(group=group, kind=EventKind.PROPOSED, happened_on=today, by=by)
    log(page, "focusgroups.set_up", user=by, data={"reference": group.reference})
    emails.tell_secretariat_group_set_up(group)
    return group


def index_in(language: str) -> FocusGroupIndexPage:
    """The page under which groups in ``language`` stand; those of all languages are locked, for names and references are
    one in all of them.
    """
    indexes = list(FocusGroupIndexPage.objects.select_for_update().order_by("pk"))
    locale = Locale.objects.get_for_language(language)
    return next(index for index in indexes if index.locale_id == locale.pk)


def refuse_taken_name(name: str) -> None:
    """Raises ``AlreadySetUp`` where a group of this name exists."""
    if FocusGroup.objects.filter(name__iexact=name).exists():
        raise AlreadySetUp(_("A focus group named “%(name)s” exists already.") % {"name": name})


def next_reference(year: int) -> str:
    """The next reference of the year; groups are never deleted, so their number says it.

    Two that are set up at once wait for each other (``index_in``).
    """
    return group_reference(
        year, FocusGroup.objects.filter(reference__startswith=group_reference(year, 0)[:-2]).count() + 1
    )


def add_material(page: FocusGroupPage, group: FocusGroup, by: Any) -> None:
    """The work programme and the Terms of Reference, empty but for what is known."""
    with translation.override(page.locale.language_code):
        programme = WorkProgrammePage(
            title=_("Work programme"), slug="work-programme", starts_on=group.planned_start, ends_on=group.planned_end
        )
        terms = TermsOfReferencePage(title=_("Terms of Reference"), slug="terms-of-reference")
    for child in (programme, terms):
        child.live, child.locale, child.owner = False, page.locale, by
        page.add_child(instance=child)
        child.save_revision(user=by)
