"""Hand a finished translation to the linguistic reviewer (H9)."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..models import TranslationRequest
from ..pages import locked_page, why_not_now
from ..permissions import may_translate
from ..segments import draft_of, segments_of


class NotReady(Exception):
    """Something is not translated, has an error, or translates a version that is not the public one any more.

    ``problems`` says each as a sentence.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def submit_translation(*, request: TranslationRequest, by: Any, note: str = "") -> None:
    """Make the draft of the language version from its segments and files, and send it to the check.

    ``note`` is for the reviewer; warnings of the automated checks that do not come from the source demand one.
    Raises ``PermissionDenied``; ``NotReady`` where a segment is open or has an error, the source has a newer
    version, a point of the last return is not answered, the page lacks something in this language, or the note is missing.
    """
    if not may_translate(by, request.language):
        raise PermissionDenied(_("Only translators of this language submit its translations."))
    page = locked_page(request.page_id)
    if page.workflow_in_progress:
        raise NotReady(_("It has been submitted already."))
    unanswered = [item.text for item in page.open_points()]
    problems = [why_not_now(request, page.source_page()), *_problems_of_segments(request), *unanswered]
    if any(problems):
        raise NotReady(*filter(None, problems))
    draft = draft_of(request, page)
    problems = [*_problems_of_length(draft), *(item.text for item in draft.errors())]
    if not note.strip() and draft.own_warnings():
        problems.append(_("Write a note to the reviewer on what stands under “To look at”."))
    if problems:
        raise NotReady(*problems)
    try:
        if not draft.live:
            draft.save()
        draft.save_revision(user=by)
    except ValidationError as error:
        raise NotReady(*error.messages) from error
    page.send(by, note)


def _problems_of_segments(request: TranslationRequest) -> list[str]:
    segments = segments_of(request)
    problems = []
    if open_ := sum(not segment.translation for segment in segments):
        problems.append(_("%(open)d of %(all)d texts are not translated yet.") % {"open": open_, "all": len(segments)})
    if any(segment.error for segment in segments):
        problems.append(_("Some texts have an error in their markup: mend those marked below."))
    return problems


def _problems_of_length(draft: Page) -> list[str]:
    """The texts that do not fit their field: only forms of the editor would have checked them."""
    return [
        _("%(field)s: at most %(limit)d characters fit, it has %(length)d.")
        % {"field": capfirst(str(field.verbose_name)), "limit": field.max_length, "length": len(text)}
        for field in draft._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and field.max_length
        and len(text := getattr(draft, field.attname) or "") > field.max_length
    ]
