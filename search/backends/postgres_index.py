"""The index on PostgreSQL."""

from collections.abc import Sequence
from typing import Any

from django.db import OperationalError, transaction
from modelsearch.backends.database.postgres.postgres import PostgresIndex as StockIndex
from modelsearch.utils import get_content_type_pk

from ..folding import plain
from .indexing import AT_ONCE, TABLE, IndexMixin, Texts, parts

# A vector holds a megabyte; a shorter text than this, in characters, always fits.
FITS = 150_000
TOO_LONG = "54000"
VALUES = """(
    %s, %s, setweight(to_tsvector(%s::regconfig, %s), 'A'), to_tsvector(%s::regconfig, left(%s, %s)),
    to_tsvector('simple', %s), 1.0, %s, %s
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
        for part in parts(keys, AT_ONCE):
            with transaction.atomic(using=self.write_connection.alias):
                self._write_part_again(model, part)

    def _write_part_again(self, model: Any, keys: Sequence[Any]) -> None:
        content_type = get_content_type_pk(model)
        entries = self.entries.filter(content_type=content_type, object_id__in=[str(key) for key in keys])
        locked = set(entries.select_for_update(skip_locked=True).values_list("object_id", flat=True))
        left = set(entries.values_list("object_id", flat=True)) - locked
        texts = self.read(model, [key for key in keys if str(key) not in left])
        if texts:
            self._write(content_type, texts, "entry.object_id = ANY(%s)", [list(locked)])

    def _write(self, content_type: int, texts: Sequence[Texts], condition: str, parameters: list[Any]) -> None:
        """Many short texts at once, each long one for itself: of one that does not fit the first part is found."""
        if short := [text for text in texts if len(text[2]) <= FITS]:
            self._execute(content_type, short, FITS, condition, parameters)
        for text in texts:
            if len(text[2]) > FITS:
                self._write_long(content_type, text, condition, parameters)

    def _write_long(self, content_type: int, text: Texts, condition: str, parameters: list[Any]) -> None:
        length = len(text[2])
        while True:
            try:
                with transaction.atomic(using=self.write_connection.alias):
                    return self._execute(content_type, [text], length, condition, parameters)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") != TOO_LONG or length == FITS:
                    raise
                length = max(length // 2, FITS)

    def _execute(
        self, content_type: int, texts: Sequence[Texts], length: int, condition: str, parameters: list[Any]
    ) -> None:
        """The vectors are of the plain texts: PostgreSQL's parser takes “heating/cooling” and “1.5” as one word."""
        configuration = self.backend.config or "simple"
        values = [
            value
            for key, title, body, beginnings in texts
            for value in (
                content_type, key, configuration, plain(title), configuration, plain(body), length, beginnings, title, body,
            )
        ]  # fmt: skip
        statement = WRITE.format(values=", ".join([VALUES] * len(texts)), condition=condition)
        with self.write_connection.cursor() as cursor:
            cursor.execute(statement, [*values, *parameters])
