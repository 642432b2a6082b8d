"""The search has the text of files from the pages that show them."""

import uuid
from collections.abc import Collection

from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page


def index_again(works: Collection[uuid.UUID | None]) -> None:
    """Let every page of these works be indexed anew, by a job of this transaction."""
    for key in Page.objects.filter(translation_key__in=works).order_by("pk").values_list("pk", flat=True):
        insert_or_update_object_task.enqueue("wagtailcore", "page", str(key))
