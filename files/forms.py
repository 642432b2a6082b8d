"""Wagtail's form deletes the old bytes of a document before it saves the row (8.0.1): a refused change would leave the row
without its file. Here they go once the change is committed.
"""

from functools import partial
from typing import Any

from django.db import transaction
from wagtail.documents.forms import BaseDocumentForm


class FileForm(BaseDocumentForm):
    """Keeps the file that it replaces until the new one is there."""

    def save(self, commit: bool = True) -> Any:
        replaced, self.original_file = self.original_file, None
        saved = super().save(commit=commit)
        if commit and replaced and "file" in self.changed_data:
            transaction.on_commit(partial(replaced.storage.delete, replaced.name))
        return saved
