"""Wagtail's forms for files, where they fail."""

import struct
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm


class _TitledAnew:
    """The title that was made of the name of a refused file goes with it, or the next file would get it."""

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        title, sent = self.add_prefix("title"), self.files.get(self.add_prefix("file"))
        if sent and "file" in self.errors and self.data.get(title) == PurePath(sent.name).stem:
            self.data = self.data.copy()
            self.data[title] = ""


class FileForm(_TitledAnew, BaseDocumentForm):
    """Keeps the file that it replaces until the new one is there.

    Wagtail's deletes the old bytes of a document before it saves the row (8.0.1): a refused change would leave the row
    without its file. Here they go once the change is committed.
    """

    def save(self, commit: bool = True) -> Any:
        replaced, self.original_file = self.original_file, None
        saved = super().save(commit=commit)
        if commit and replaced and "file" in self.changed_data:
            transaction.on_commit(partial(replaced.storage.delete, replaced.name))
        return saved


class PictureForm(_TitledAnew, BaseImageForm):
    """Tells the sender of a picture that breaks off in its head what is wrong; Wagtail's fails on it (8.0.1)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is None:
            # What was sent with others is described after it came.
            return
        read = field.to_python

        def read_or_say_so(data: Any) -> Any:
            try:
                return read(data)
            except (OSError, SyntaxError, ValueError, struct.error) as error:
                raise ValidationError(
                    _("This file is damaged or not complete. Save it anew and upload it again.")
                ) from error

        field.to_python = read_or_say_so
