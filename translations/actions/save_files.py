"""The files of a language version: kept from the source, or in the language itself."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import TranslationRequest
from ..pages import locked_draft
from ..permissions import may_translate


@transaction.atomic
def save_files(*, request: TranslationRequest, files: Sequence[dict[str, Any]], by: Any) -> None:
    """Set the files of the language version's draft.

    Each file is a dict with ``document``, ``language``, ``description`` and ``accessible``, as the file block
    of the page has them. Raises ``PermissionDenied`` for anybody else than translators of the language;
    ``BeingChecked``.
    """
    if not may_translate(by, request.language):
        raise PermissionDenied(_("Only translators of this language add its files."))
    draft = locked_draft(request).draft()
    draft.files = [("file", value) for value in files]
    if not draft.live:
        draft.save()
    draft.save_revision(user=by)
