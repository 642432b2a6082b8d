"""A page takes the files that its draft uses into its work."""

import uuid
from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import File


class FileOfAnotherWork(PermissionDenied):
    """A file belongs to one work; another work uploads a copy of its own."""


@transaction.atomic
def claim_files(*, documents: Collection[int], work: uuid.UUID, by: Any = None) -> None:
    """Give each of these documents to ``work``; from now on who may see its drafts may see them.

    ``documents`` are primary keys. Raises ``FileOfAnotherWork`` where one belongs to another work already, or is the
    upload of somebody else than ``by`` and in no work yet: a draft must not open a file that its author may not see.
    Without ``by`` the program itself claims, and nobody's rights are asked.
    """
    files = list(File.objects.select_for_update().filter(pk__in=documents).order_by("pk"))
    free = [file for file in files if file.work is None]
    of_others = [file for file in free if by is not None and file.uploaded_by_user_id != by.pk]
    if of_others or any(file.work not in (None, work) for file in files):
        raise FileOfAnotherWork(_("A file on this page belongs to another page. Upload it here as a file of its own."))
    File.objects.filter(pk__in=[file.pk for file in free]).update(work=work)
