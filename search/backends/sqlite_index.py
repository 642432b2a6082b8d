"""The index on SQLite."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex as StockIndex
from modelsearch.utils import get_content_type_pk

from ..folding import expanded_words
from .indexing import TABLE, IndexMixin, Texts

# A trigger of the table writes the full-text table, so a row that says the same is not touched.
WRITE = f"""
    INSERT INTO {TABLE} (content_type_id, object_id, title, body, autocomplete, title_norm) VALUES (%s, %s, %s, %s, %s, 1.0)
    ON CONFLICT (content_type_id, object_id)
    DO UPDATE SET title = excluded.title, body = excluded.body, autocomplete = excluded.autocomplete
    WHERE title != excluded.title OR body IS NOT excluded.body OR autocomplete IS NOT excluded.autocomplete
"""


class SQLiteIndex(IndexMixin, StockIndex):
    def write(self, content_type: int, texts: Sequence[Texts]) -> None:
        """The tokenizer of SQLite folds accents alone: words with other letters are found in the third column."""
        with self.write_connection.cursor() as cursor:
            cursor.executemany(WRITE, [(content_type, *_expanded(text)) for text in texts])

    def write_again(self, model: Any, keys: Sequence[Any]) -> None:
        """Read first, for only one transaction can write at a time; read again where somebody wrote in between."""
        version, texts = self._version(), self.read(model, keys)
        with transaction.atomic(using=self.write_connection.alias):
            if self._version() != version:
                texts = self.read(model, keys)
            self.write(get_content_type_pk(model), texts)

    def _version(self) -> int:
        """Another number as soon as another connection has written."""
        with self.write_connection.cursor() as cursor:
            return cursor.execute("PRAGMA data_version").fetchone()[0]


def _expanded(texts: Texts) -> Texts:
    key, title, body, beginnings = texts
    return key, title, body, " ".join([beginnings, *sorted(expanded_words(f"{title} {body}"))])
