"""Take what is public off the site: the Secretariat's verb."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import LogContext, log
from wagtail.models import Page

from .. import emails
from ..choices import WithdrawalReason
from ..models import Approval, GatedMixin, PreviewLink, Revocation
from ..querysets import locked_page


class NotPublic(Exception):
    """Only what is public can be withdrawn."""


class NoReplacement(ValueError):
    """What replaces it is another work of its kind, and public."""


@transaction.atomic
def withdraw(
    *,
    page_id: int,
    by: Any,
    reason: str,
    kind: str = WithdrawalReason.OTHER,
    replacement: uuid.UUID | None = None,
    language: str = "",
) -> None:
    """Take a work off the site in every language: approvals revoked, pages down, files private.

    Called for the page in the source language takes its translations along, and what stands under it; for a
    translation, that language alone. ``kind`` is a reason of the list, ``reason`` a sentence for the public in
    ``language`` (where it is not said, the page's own), ``replacement`` the work that takes its place. Raises
    ``PermissionDenied`` where the user may not, ``NotPublic`` where it is not live, ``ValueError`` without a reason of
    the list and a sentence, ``NoReplacement``.
    """
    page = locked_page(page_id)
    if not page.may_withdraw(by):
        raise PermissionDenied(_("Only the Secretariat withdraws what was published."))
    if not page.live:
        raise NotPublic(_("This page is not public, so there is nothing to withdraw."))
    if not reason.strip() or kind not in WithdrawalReason.values:
        raise ValueError(_("Say why it is withdrawn: its reference shows the reason for good."))
    if replacement and (replacement == page.translation_key or not _is_public(type(page), replacement)):
        raise NoReplacement(_("Choose another one that is public, or none."))
    language = language or page.locale.language_code
    versions = language_versions(page)
    with LogContext(user=by):  # What it logs of every language has one number: the story knows what belongs to it.
        for version in versions:
            _take_down(version, by, kind=kind, reason=reason, reason_language=language, replacement=replacement)
    page.withdrawn(reason, by)
    emails.tell_authors_withdrawn(page, kind, reason, language)
    if page.is_source():
        for below in _public_sources_under(versions):
            withdraw(page_id=below.pk, by=by, reason=reason, kind=kind, language=language)


def _is_public(model: type[GatedMixin], work: uuid.UUID) -> bool:
    return any(page.is_source() for page in model._default_manager.filter(translation_key=work, live=True))


def _take_down(page: GatedMixin, by: Any, **why: Any) -> None:
    """A language version that was never approved is only taken out of quality control: nothing of it is withdrawn."""
    version = ""
    was_public = page.live
    for approval in Approval.objects.for_work(page.translation_key, page.locale.language_code).in_force():
        version = approval.version
        Revocation.objects.create(approval=approval, by=by, **why)
    links = PreviewLink.objects.filter(work=page.translation_key, language=page.locale.language_code, revoked_at=None)
    links.update(revoked_at=timezone.now(), revoked_by=by)
    if page.live:
        # The page's permission tester lets nobody unpublish by hand; this verb has asked its own question.
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    state = page.current_workflow_state
    if state:
        state.cancel(user=by)
    if version or was_public:
        replacement = why["replacement"] and str(why["replacement"])
        log(page, "moderation.withdraw", user=by, data={**why, "replacement": replacement, "version": version})


def language_versions(page: GatedMixin) -> list[GatedMixin]:
    """``page`` with, where it is the source, its translations; each row locked."""
    if not page.is_source():
        return [page]
    keys = Page.objects.filter(translation_key=page.translation_key).order_by("pk").values_list("pk", flat=True)
    return [locked_page(key) for key in keys]


def _public_sources_under(versions: list[GatedMixin]) -> list[GatedMixin]:
    """The works under a page, in whatever language they were written, that are public: they are only while it is."""
    under = Q(pk__in=[])
    for version in versions:
        under |= Q(path__startswith=version.path, depth__gt=version.depth)
    below = Page.objects.live().filter(under).order_by("path").specific()
    return [child for child in below if isinstance(child, GatedMixin) and child.is_source()]
