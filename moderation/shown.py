"""What the public sees of a work's files, after a decision on one of its pages."""

from files.actions import close_pictures, make_private
from files.models import Picture

from .content import content_of
from .models import Approval, GatedMixin


def close_files_not_shown(page: GatedMixin) -> None:
    """A file or picture that no language version shows any more is not public any more.

    ``page`` is as it was before the decision: its rows say which pictures were shown.
    """
    versions = type(page)._base_manager.filter(translation_key=page.translation_key)
    documents: set[int] = set()
    pictures = content_of(page).pictures
    for version in versions:
        content = content_of(version)
        pictures |= content.pictures
        if version.live:
            documents |= content.documents
    make_private(work=page.translation_key, keep=documents)
    # A picture can be shown by several works.
    in_force = Approval.objects.in_force()
    close_pictures(
        pictures=[row.pk for row in Picture.objects.filter(pk__in=pictures) if not in_force.showing(row).exists()]
    )
