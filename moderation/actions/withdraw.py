"""Take what is public off the site: the Secretariat's verb."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page

from .. import emails
from ..models import Approval, GatedMixin, Revocation
from ..querysets import locked_page


class NotPublic(Exception):
    """Only what is public can be withdrawn."""


@transaction.atomic
def withdraw(*, page_id: int, by: Any, reason: str) -> None:
    """Take a work off the site in every language: approvals revoked, pages down, files private.

    Called for the page in the source language takes its translations along; for a translation, that language alone.
    Raises ``PermissionDenied`` where the user may not, ``NotPublic`` where it is not live, ``ValueError`` without a reason.
    """
    page = locked_page(page_id)
    if not page.may_withdraw(by):
        raise PermissionDenied("Only the Secretariat withdraws what was published.")
    if not page.live:
        raise NotPublic("This page is not public, so there is nothing to withdraw.")
    if not reason.strip():
        raise ValueError("Say why it is withdrawn: its reference shows the reason for good.")
    for version in language_versions(page):
        for approval in Approval.objects.for_work(version.translation_key, version.locale.language_code).in_force():
            Revocation.objects.create(approval=approval, reason=reason, by=by)
        if version.live:
            # The page's permission tester lets nobody unpublish by hand; this verb has asked its own question.
            UnpublishPageAction(version, user=by).execute(skip_permission_checks=True)
        state = version.current_workflow_state
        if state:
            state.cancel(user=by)
        log(version, "moderation.withdraw", user=by, data={"reason": reason})
    page.withdrawn(reason, by)
    emails.tell_authors_withdrawn(page, reason)


def language_versions(page: GatedMixin) -> list[GatedMixin]:
    """``page`` with, where it is the source, its translations; each row locked."""
    if not page.is_source():
        return [page]
    keys = Page.objects.filter(translation_key=page.translation_key).order_by("pk").values_list("pk", flat=True)
    return [locked_page(key) for key in keys]
