"""Files follow the decision on their page, inside its transaction."""

import uuid
from collections.abc import Collection

from django.utils import timezone

from ..indexing import index_again
from ..models import File


def make_public(*, documents: Collection[int], work: uuid.UUID) -> None:
    """Open exactly these documents of ``work`` to everyone; called by the verb that approves."""
    File.objects.belonging_to(work).filter(pk__in=documents, made_public_at=None).update(made_public_at=timezone.now())


def make_private(*, work: uuid.UUID, keep: Collection[int] = ()) -> None:
    """Close the documents of ``work`` but for those in ``keep`` (those that a live language version still shows)."""
    if File.objects.belonging_to(work).public().exclude(pk__in=keep).update(made_public_at=None):
        index_again([work])
