"""Hand a finished translation to the linguistic reviewer (H9)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..models import TranslationRequest
from ..permissions import may_translate
from ..segments import locale_of, segments_of, source_of


class NotReady(Exception):
    """Something is not translated, has an error, or translates a version that is not the public one any more."""


@transaction.atomic
def submit_translation(*, request: TranslationRequest, by: Any) -> None:
    """Make the draft of the language version from its segments and files, and send it to the linguistic check.

    Raises ``PermissionDenied``; ``NotReady`` where a segment is open or has an error, or the source has a newer version.
    """
    if not may_translate(by, request.language):
        raise PermissionDenied("Only translators of this language submit its translations.")
    page = Page.objects.select_for_update().get(pk=request.page_id).specific
    if page.workflow_in_progress:
        raise NotReady(_("It has been submitted already."))
    source_page = page.source_page()
    if source_page.approval is None or source_page.approval.pk != request.source_approval:
        raise NotReady(_("The source has changed since: ask the Secretariat to request the translation of the new version."))
    segments = segments_of(request)
    open_ = sum(not segment.translation for segment in segments)
    if open_:
        raise NotReady(_("%(open)d of %(all)d segments are not translated yet.") % {"open": open_, "all": len(segments)})
    if any(segment.error for segment in segments):
        raise NotReady(_("Some segments have an error in their markup: mend those marked below."))
    draft = source_of(request).get_ephemeral_translated_instance(locale_of(request))
    # wagtail-localize starts from the live row; files are ours and stand in the newest draft.
    if hasattr(draft, "files"):
        draft.files = page.draft().files
    if not draft.live:
        draft.save()
    draft.save_revision(user=by)
    page.send(by)
