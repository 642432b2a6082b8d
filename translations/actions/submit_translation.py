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
from ..segments import locale_of, segments_of, source_of


class NotReady(Exception):
    """Something is not translated, has an error, or translates a version that is not the public one any more.

    ``problems`` says each as a sentence.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def submit_translation(*, request: TranslationRequest, by: Any) -> None:
    """Make the draft of the language version from its segments and files, and send it to the check.

    Raises ``PermissionDenied``; ``NotReady`` where a segment is open or has an error, the source has a newer
    version, a point of the last return is not answered, or the page lacks something in this language.
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
    draft = source_of(request).get_ephemeral_translated_instance(locale_of(request))
    # wagtail-localize starts from the live row; files are ours and stand in the newest draft.
    if hasattr(draft, "files"):
        draft.files = page.draft().files
    if problems := [*_problems_of_length(draft), *(item.text for item in draft.errors())]:
        raise NotReady(*problems)
    try:
        if not draft.live:
            draft.save()
        draft.save_revision(user=by)
    except ValidationError as error:
        raise NotReady(*error.messages) from error
    page.send(by)


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
