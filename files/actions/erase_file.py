"""Erase what a file or picture holds for good, where the law demands it (GDPR, Article 17)."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelsearch.tasks import insert_or_update_object_task
from wagtail.log_actions import log

from ..indexing import index_again
from ..models import File, FileText, Picture, Rendition
from ..permissions import shown_on
from .lock_files import lock_files

Upload = File | Picture


class StillShown(Exception):
    """A public page shows it; the text names the pages."""


@transaction.atomic
def erase_file(*, upload: Upload, reason: str, by: Any) -> list[Upload]:
    """Erase the bytes of ``upload`` and of its copies, with every size of a picture, after this transaction; their text in it.

    Their rows stay, without title, and say when, by whom and why; drafts and older versions that show them show nothing
    there. Called again it removes what a crash left. Returns what is erased. Raises ``PermissionDenied`` for everybody
    but an administrator, ``ValueError`` without a reason, ``StillShown`` while a public page shows it.
    """
    if not by.is_superuser:
        raise PermissionDenied(_("Only an administrator erases files."))
    if not reason.strip():
        raise ValueError(_("Say why it is erased: the record of quality control shows the reason for good."))
    copies = upload.copies()
    lock_files(
        documents=[copy.pk for copy in copies if isinstance(copy, File)],
        pictures=[copy.pk for copy in copies if isinstance(copy, Picture)],
    )
    copies = upload.copies()  # As they stand under lock: somebody else may have erased them meanwhile.
    if pages := shown_on(upload):
        raise StillShown(_("It is public on %(pages)s. Withdraw that first.") % {"pages": ", ".join(pages)})
    for copy in copies:
        if copy.erased_at is None:
            _mark(copy, reason.strip(), by)
    index_again({copy.work for copy in copies if isinstance(copy, File)})
    transaction.on_commit(lambda: _remove(copies))
    return copies


def _mark(upload: Upload, reason: str, by: Any) -> None:
    """Past the guard of what was approved, which lets nobody change it: this verb has asked its own question."""
    upload.erased_at, upload.erased_by, upload.erasure_reason = timezone.now(), by, reason
    upload.title = _("Erased file")
    values: dict[str, Any] = {
        "erased_at": upload.erased_at,
        "erased_by": by,
        "erasure_reason": reason,
        "title": upload.title,
    }
    if isinstance(upload, File):
        values |= {"made_public_at": None, "report": {"opens": False}}
        FileText.objects.filter(file=upload.pk).delete()
    else:
        values |= {"description": ""}
    type(upload)._base_manager.filter(pk=upload.pk).update(**values)
    # A job of this transaction, as a row that is saved leaves one: nobody finds it by its old title.
    insert_or_update_object_task.enqueue(upload._meta.app_label, upload._meta.model_name, str(upload.pk))
    log(upload, "files.erase", user=by, title=f"#{upload.pk}", data={"reason": reason, "sha256": upload.sha256})


def _remove(copies: list[Upload]) -> None:
    """The original first, for nobody makes a size without it; a size keeps its row until its bytes are gone.

    Then its name goes too: it is what somebody called the file on their own computer.
    """
    for copy in copies:
        copy.file.storage.delete(copy.file.name)
        if isinstance(copy, Picture):
            for size in Rendition.objects.filter(image=copy.pk):
                size.file.storage.delete(size.file.name)
                size.delete()
        name = f"erased-{copy.pk}{PurePath(copy.file.name).suffix}"
        type(copy)._base_manager.filter(pk=copy.pk).update(file=name)
