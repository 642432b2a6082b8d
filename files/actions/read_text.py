"""Keep the text of what was uploaded before texts were kept."""

from django.db import transaction

from ..indexing import index_again
from ..models import File, FileText
from ..text import text_of


def read_text(*, file: File) -> list[str]:
    """Read the text of ``file``, keep it and return its pages; the search finds them if the file is public.

    Raises ``OSError`` where its bytes are missing. Keeps nothing where they were changed or erased meanwhile.
    """
    with file.file.open("rb") as stream:
        pages = text_of(file.file.name, stream)
    with transaction.atomic():
        now = File.objects.select_for_update().filter(pk=file.pk, sha256=file.sha256, erased_at=None).first()
        if now is None:
            return []
        FileText.objects.update_or_create(file=now, defaults={"pages": pages})
        if now.is_public:
            index_again([now.work])
    return pages
