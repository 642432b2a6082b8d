"""Fill in a group's Terms of Reference from its data (ToR ¶6–¶9); nothing of it is typed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moderation.querysets import locked_page
from translations.permissions import may_request

from .. import wording
from ..models import FocusGroupPage, TermsOfReferencePage, WorkProgrammePage


class NoApprovedWorkProgramme(Exception):
    """The Terms of Reference quote the aims of an approved work programme (ToR ¶8)."""


@transaction.atomic
def fill_in_terms(*, page: TermsOfReferencePage, by: Any) -> TermsOfReferencePage:
    """Take a snapshot of the group's name, dates, aims and members into a new draft; returns that draft.

    The title is that of the wording in the page's language.

    The name is that of the group's public page, in the page's language or else in its source language; without one, the
    record's. Dates are those of the approved work programme, formatted in the page's language; members are kept by their
    keys.
    Raises ``PermissionDenied`` (not this user's group, or the page is in quality control) or ``NoApprovedWorkProgramme``.
    """
    page = locked_page(page.pk)
    if not (page.may_edit(by) if page.is_source() else page.may_translate(by) or may_request(by)):
        raise PermissionDenied(_("Only the chair, the co-chair, the support team and the Secretariat fill it in."))
    if page.workflow_in_progress:
        raise PermissionDenied(_("It is in quality control: take it back first."))
    parent = page.get_parent().specific
    programme = WorkProgrammePage.objects.child_of(parent).live().first()
    if programme is None or programme.approval is None:
        raise NoApprovedWorkProgramme(
            _(
                "The work programme is not approved in this language yet: the Terms of Reference quote its aims (ToR ¶8)."
            )
        )
    with translation.override(page.locale.language_code):
        snapshot = {
            "wording": wording.latest_version(),
            "name": _approved_name(parent),
            "start": programme.starts_on and date_format(programme.starts_on, "DATE_FORMAT"),
            "end": programme.ends_on and date_format(programme.ends_on, "DATE_FORMAT"),
            "aims": [block.value["title"] for block in (*programme.objectives, *programme.planned_outcomes)],
            "work_programme_version": programme.approval.version,
            "members": [
                {
                    "person": member.person_id,
                    "role": member.role,
                    "title": member.title,
                    "organisation": member.organisation,
                }
                for member in page.group.current_members()
            ],
        }
    draft = page.draft()
    draft.title = wording.load(snapshot["wording"], page.locale.language_code).title
    draft.snapshot = snapshot
    if not draft.live:
        draft.save()
    draft.save_revision(user=by, log_action="focusgroups.fill_in_terms")
    return draft


def _approved_name(group_page: FocusGroupPage) -> str:
    public = (page.title for page in (group_page, group_page.source_page()) if page.live)
    return next(public, group_page.group.name)
