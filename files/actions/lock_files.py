"""Nobody swaps the bytes of a file while somebody decides on it."""

from collections.abc import Collection

from ..models import File, Picture


def lock_files(*, documents: Collection[int], pictures: Collection[int]) -> None:
    """Lock these rows until the transaction ends; whoever changes one waits, and is judged by what was decided.

    Both are primary keys. Call it inside a transaction.
    """
    for model, keys in ((File, documents), (Picture, pictures)):
        list(model.objects.select_for_update().filter(pk__in=keys).order_by("pk").only("pk"))
