"""The index on SQLite."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex as StockIndex
from modelsearch.utils import get_content_type_pk

from ..folding import expanded_words
from .indexing import AT_ONCE, TABLE, IndexMixin, Texts, parts

# A trigger of the table writes the full-text table, so a row that says the same is not touched.
WRITE = f"""
    INSERT INTO {TABLE} (content_type_id, object_id, title, body, autocomplete, title_norm) VALUES (%s, %s, %s, %s, %s, 1.0)
    ON CONFLICT (content_type_id, object_id)
    DO UPDATE SET title = excluded.title, body = excluded.body, autocomplete = excluded.autocomplete
    WHERE {{condition}}
"""
IF_IT_DIFFERS = WRITE.format(
    condition="title != excluded.title OR body IS NOT excluded.body OR autocomplete IS NOT excluded.autocomplete"
)
IF_IT_SAYS = WRITE.format(condition="title IS %s AND body IS %s AND autocomplete IS %s")
NOTHING = (None, None, None)


class SQLiteIndex(IndexMixin, StockIndex):
    def write(self, content_type: int, texts: Sequence[Texts]) -> None:
        """The tokenizer of SQLite folds accents alone: words with other letters are found in the third column."""
        self._execute(IF_IT_DIFFERS, [(content_type, *_expanded(text)) for text in texts])

    def write_again(self, model: Any, keys: Sequence[Any]) -> None:
        """Only one transaction can write at a time, so all is read before it: an entry is written if it still says what it
        said before its page was read, a new one if its page is still there and nobody has added it.
        """
        content_type = get_content_type_pk(model)
        before = self._entries(content_type, keys)
        texts = [_expanded(text) for text in self.read(model, keys)]
        other = [text for text in texts if text[1:] != before.get(text[0])]
        for part in parts(other, AT_ONCE):
            with transaction.atomic(using=self.write_connection.alias):
                gone = self._gone(model, {text[0] for text in part} - before.keys())
                rows = [(content_type, *text, *before.get(text[0], NOTHING)) for text in part if text[0] not in gone]
                self._execute(IF_IT_SAYS, rows)

    def _entries(self, content_type: int, keys: Iterable[Any]) -> dict[str, tuple[str, ...]]:
        """Key of an object → title, text and third column of its entry."""
        entries = self.entries.filter(content_type=content_type, object_id__in=[str(key) for key in keys])
        return {key: tuple(texts) for key, *texts in entries.values_list("object_id", "title", "body", "autocomplete")}

    def _gone(self, model: Any, keys: Iterable[str]) -> set[str]:
        there = model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
        return set(keys).difference(map(str, there))

    def _execute(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        with self.write_connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _expanded(texts: Texts) -> Texts:
    key, title, body, beginnings = texts
    return key, title, body, " ".join([beginnings, *sorted(expanded_words(f"{title} {body}"))])
