"""The index on PostgreSQL."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from modelsearch.backends.database.postgres.postgres import PostgresIndex as StockIndex
from modelsearch.utils import get_content_type_pk

from .indexing import TABLE, IndexMixin, Texts

VALUES = """(
    %s, %s, setweight(to_tsvector(%s::regconfig, %s), 'A'), to_tsvector(%s::regconfig, %s), to_tsvector('simple', %s),
    1.0, %s, %s
)"""
WRITE = f"""
    INSERT INTO {TABLE} AS entry
        (content_type_id, object_id, title, body, autocomplete, title_norm, title_text, body_text)
    VALUES {{values}}
    ON CONFLICT (content_type_id, object_id)
    DO UPDATE SET title = excluded.title, body = excluded.body, autocomplete = excluded.autocomplete,
        title_text = excluded.title_text, body_text = excluded.body_text
    WHERE {{condition}} AND (entry.title, entry.body, entry.autocomplete, entry.title_text, entry.body_text)
        IS DISTINCT FROM (excluded.title, excluded.body, excluded.autocomplete, excluded.title_text, excluded.body_text)
"""


class PostgresIndex(IndexMixin, StockIndex):
    def write(self, content_type: int, texts: Sequence[Texts]) -> None:
        self._write(content_type, texts, "TRUE", [])

    def write_again(self, model: Any, keys: Sequence[Any]) -> None:
        """The entries that somebody is writing now are left to them, and what somebody adds meanwhile stays."""
        content_type = get_content_type_pk(model)
        entries = self.entries.filter(content_type=content_type, object_id__in=[str(key) for key in keys])
        with transaction.atomic(using=self.write_connection.alias):
            locked = set(entries.select_for_update(skip_locked=True).values_list("object_id", flat=True))
            left = set(entries.values_list("object_id", flat=True)) - locked
            texts = self.read(model, [key for key in keys if str(key) not in left])
            if texts:
                self._write(content_type, texts, "entry.object_id = ANY(%s)", [list(locked)])

    def _write(self, content_type: int, texts: Sequence[Texts], condition: str, parameters: list[Any]) -> None:
        configuration = self.backend.config or "simple"
        values = [
            parameter
            for key, title, body, beginnings in texts
            for parameter in (content_type, key, configuration, title, configuration, body, beginnings, title, body)
        ]
        statement = WRITE.format(values=", ".join([VALUES] * len(texts)), condition=condition)
        with self.write_connection.cursor() as cursor:
            cursor.execute(statement, [*values, *parameters])
