"""A page takes the files that its draft uses into its work."""

import uuid
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ..models import File


class FileOfAnotherWork(PermissionDenied):
    """A file belongs to one work; another work uploads a copy of its own."""


@transaction.atomic
def claim_files(*, documents: Collection[int], work: uuid.UUID) -> None:
    """Give each of these documents to ``work``; from now on who may see its drafts may see them.

    ``documents`` are primary keys. Raises ``FileOfAnotherWork`` where one belongs to another work already: a draft
    must not open a file that its author may not see.
    """
    rows = File.objects.select_for_update().filter(pk__in=documents)
    if rows.exclude(work=None).exclude(work=work).exists():
        raise FileOfAnotherWork("A file on this page belongs to another page. Upload it here as a file of its own.")
    rows.filter(work=None).update(work=work)
