"""A translator brings a file in their own language."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from files.models import File

from ..models import TranslationRequest
from ..permissions import may_translate


@transaction.atomic
def add_file(*, request: TranslationRequest, upload: UploadedFile, title: str, by: Any) -> File:
    """Keep an upload, its uploader's alone until the language version's draft uses it (``save_files``).

    Without a ``title`` it is called as the uploaded file. Raises ``PermissionDenied``, or ``ValidationError``
    with a sentence on ``file`` where its type is not accepted or its content is not what its name says.
    """
    if not may_translate(by, request.language):
        raise PermissionDenied(_("Only translators of this language add its files."))
    file = File(title=title.strip() or PurePath(upload.name or "").stem, file=upload, uploaded_by_user=by)
    file.full_clean(exclude=["collection"])
    file.save()
    return file
