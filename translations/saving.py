"""One button saves everything on the translation screen: texts, what changed on files, and a file more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from .actions import add_file, save_files, save_segments
from .files_of_version import VersionFile, files_of
from .forms import NewFileForm
from .models import TranslationRequest
from .pages import locked_draft
from .rows import read
from .segments import segments_of


@dataclass(frozen=True)
class Saved:
    """What could not be saved: texts that met another one, and forms of files with their errors."""

    conflicts: dict[int, str]
    new_file: NewFileForm
    files: list[VersionFile] = field(default_factory=list)
    is_complete: bool = True


@transaction.atomic
def save(*, request: TranslationRequest, data: Mapping[str, str], uploads: Mapping[str, Any], by: Any) -> Saved:
    """Save what can be saved; texts never wait for the files, so a file that is refused costs no sentence.

    Under the lock of the language version, so that what somebody else saves in the same moment is seen. Raises
    ``BeingChecked``.
    """
    page = locked_draft(request)
    typed = read(data, segments_of(request))
    save_segments(request=request, texts=typed.texts, by=by)
    page.keep_note(data, by)
    initial = {"language": request.language}
    if hasattr(page, "files"):
        files = files_of(page, page.source_page(), data)
        new_file = NewFileForm(data, uploads, prefix="new", initial=initial)
        if not _save_files(request, files, new_file, by):
            return Saved(typed.conflicts, new_file, files, is_complete=False)
    return Saved(typed.conflicts, NewFileForm(prefix="new", initial=initial), is_complete=not typed.conflicts)


def _save_files(request: TranslationRequest, files: list[VersionFile], new_file: NewFileForm, by: Any) -> bool:
    """Whether all file forms are valid; then they are saved, in one draft, where anything changed."""
    shown = [file for file in files if file.was_shown]
    if not all([*(file.form.is_valid() for file in shown), new_file.is_valid()]):
        return False
    wanted = [value for file in files if (value := file.wanted()) is not None]
    if new_file.cleaned_data["file"]:
        try:
            wanted.append(_new_file(request, new_file, by))
        except ValidationError as error:
            for message in error.messages:
                new_file.add_error("file", message)
            return False
    if wanted != [file.stored for file in files if file.is_kept]:
        save_files(request=request, files=wanted, by=by)
    return True


def _new_file(request: TranslationRequest, form: NewFileForm, by: Any) -> dict[str, Any]:
    data = form.cleaned_data
    document = add_file(request=request, upload=data["file"], title=data["title"], by=by)
    return {
        "document": document,
        "language": data["language"],
        "description": data["description"],
        "accessible": data["accessible"],
    }
