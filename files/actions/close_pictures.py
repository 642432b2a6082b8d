"""Pictures follow the withdrawal of their page, inside its transaction."""

from collections.abc import Collection

from ..models import Rendition


def close_pictures(*, pictures: Collection[int]) -> None:
    """Delete the public sizes of these pictures, primary keys; the originals stay, and a preview makes new addresses."""
    Rendition.objects.filter(image__in=pictures).delete()
