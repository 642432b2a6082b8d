"""The files of a language version on the desk: those of its draft, and those that the source offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from files.models import File

from .forms import FileForm


@dataclass(frozen=True)
class VersionFile:
    """A file with its form; ``is_kept``: the draft has it now, ``is_of_source``: the source has it."""

    document: File
    form: FileForm
    is_kept: bool
    is_of_source: bool
    stored: dict[str, Any]

    @property
    def was_shown(self) -> bool:
        return bool(self.form.data.get(self.form.add_prefix("shown")))

    def wanted(self) -> dict[str, Any] | None:
        """What the form asks for as ``save_files`` takes it, or ``None`` where the file is left out.

        A file that was not on the screen, because somebody else just added it, stays as it is.
        """
        if not self.was_shown:
            return self.stored if self.is_kept else None
        data = self.form.cleaned_data
        if not data["kept"]:
            return None
        return {
            "document": self.document,
            "language": data["language"],
            "description": data["description"],
            "accessible": data["accessible"],
        }


def files_of(page: Any, source_page: Any, data: Mapping[str, Any] | None = None) -> list[VersionFile]:
    """The files of a page's draft, then those of the live source that it lacks; none for some types."""
    if not hasattr(page, "files"):
        return []
    own = {value["document"].pk: value for value in _values(page.draft())}
    offered = {value["document"].pk: value for value in _values(source_page)} if source_page.live else {}
    found = []
    for pk, value in {**own, **{pk: value for pk, value in offered.items() if pk not in own}}.items():
        stored = {name: value[name] for name in ("document", "language", "description", "accessible")}
        form = FileForm(data, prefix=f"file-{pk}", initial={**stored, "kept": pk in own, "shown": True})
        found.append(VersionFile(value["document"], form, pk in own, pk in offered, stored))
    return found


def _values(page: Any) -> list[Any]:
    return [block.value for block in page.files if block.value["document"]]
