"""The search of the database that the site runs on."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.search.models import IndexEntry

from ..expression import Expression
from ..findable import searched_types
from ..folding import fold
from ..pending import note_pending


def SearchBackend(params: Mapping[str, Any]) -> Any:
    """The backend for the default database. Raises ``NotImplementedError`` on any but SQLite and PostgreSQL."""
    if connection.vendor == "postgresql":
        from . import postgres as module
    elif connection.vendor == "sqlite":
        from . import sqlite as module
    else:
        raise NotImplementedError(f"There is no search on {connection.vendor}: use SQLite or PostgreSQL.")
    return module.SearchBackend(dict(params))


class DatabaseEngine:
    """What the searches of both databases have in common: the index holds the words as they stand in the text."""

    # The columns of the index entries with the title and the text of a page.
    title_column: str
    text_column: str

    def add(self, obj: Any) -> None:
        """Where there is a search server too, it is told."""
        super().add(obj)  # type: ignore[misc]
        _note(obj)

    def delete(self, obj: Any) -> None:
        super().delete(obj)  # type: ignore[misc]
        _note(obj)

    def forms(self, keys: Iterable[int], expression: Expression, language: str) -> dict[int, frozenset[str]]:
        looked_for = frozenset(
            " ".join(map(fold, phrase)) + ("*" if term.is_prefix(phrase) else "")
            for term in expression
            for phrase in term.phrases
        )
        return dict.fromkeys(keys, looked_for)

    def texts(self, keys: Iterable[int]) -> dict[int, str]:
        return {key: text for key, (_title, text) in self.entries(keys).items()}

    def entries(self, keys: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Key of a page → title and text, as they were indexed. One query."""
        entries = IndexEntry.objects.filter(content_type__in=content_types(), object_id__in=[str(key) for key in keys])
        columns = entries.values_list("object_id", self.title_column, self.text_column)
        return {int(key): (title or "", text or "") for key, title, text in columns}


def _note(obj: Any) -> None:
    if isinstance(obj, tuple(searched_types())):
        note_pending([obj.pk])


def content_types() -> list[int]:
    """The keys of the content types of what is searched."""
    return [found.pk for found in ContentType.objects.get_for_models(*searched_types()).values()]
