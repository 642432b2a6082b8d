"""The index on SQLite."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex as StockIndex

from ..folding import expanded_words
from .indexing import AT_ONCE, TABLE, IndexMixin, Texts

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
    # Only one can write at a time: between any two transactions there is the reading, and others have their turn.
    read_at_once = AT_ONCE

    def write(self, content_type: int, texts: Sequence[Texts]) -> None:
        """The tokenizer of SQLite folds accents alone: words with other letters are found in the third column."""
        self._execute(IF_IT_DIFFERS, [(content_type, *_expanded(text)) for text in texts])

    def write_over(self, content_type: int, texts: Sequence[Texts], marks: Mapping[str, Any]) -> None:
        self._execute(IF_IT_SAYS, [(content_type, *text, *marks.get(text[0], NOTHING)) for text in texts])

    def marks(self, content_type: int, keys: Iterable[Any]) -> dict[str, Any]:
        """The three columns themselves. Only what is changed and changed back between the look at them and the writing, some
        hundredths of a second, would not be seen; ``search_check`` finds it.
        """
        entries = self.entries.filter(content_type=content_type, object_id__in=[str(key) for key in keys])
        return {key: tuple(texts) for key, *texts in entries.values_list("object_id", "title", "body", "autocomplete")}

    def is_written(self, text: Texts, mark: Any) -> bool:
        return text[1:] == mark

    def read(self, model: Any, keys: Sequence[Any]) -> list[Texts]:
        return [_expanded(text) for text in super().read(model, keys)]

    def _execute(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        with self.write_connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _expanded(texts: Texts) -> Texts:
    key, title, body, beginnings = texts
    return key, title, body, " ".join([beginnings, *sorted(expanded_words(f"{title} {body}"))])
