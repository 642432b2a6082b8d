"""The index on PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import OperationalError, transaction
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.postgres.postgres import PostgresIndex as StockIndex

from ..folding import plain
from .indexing import TABLE, IndexMixin, Texts

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
    WHERE {{condition}}
"""
IF_FREE = """
    entry.object_id = ANY(%s) AND (entry.title, entry.body, entry.autocomplete, entry.title_text, entry.body_text)
        IS DISTINCT FROM (excluded.title, excluded.body, excluded.autocomplete, excluded.title_text, excluded.body_text)
"""
WRITTEN_BY = RawSQL("xmin::text", ())


class PostgresIndex(IndexMixin, StockIndex):
    def write(self, content_type: int, texts: Sequence[Texts]) -> None:
        """Also what says the same, or its mark would not show that somebody was there."""
        self._write(content_type, texts, "TRUE", [])

    def write_over(self, content_type: int, texts: Sequence[Texts], marks: Mapping[str, Any]) -> None:
        """The entries that somebody is writing now are left to them: whoever waits for one while holding others is in the way."""
        unlocked = self._entries(content_type, [text[0] for text in texts]).select_for_update(skip_locked=True)
        free = {key for key, mark in unlocked.values_list("object_id", WRITTEN_BY) if mark == marks.get(key)}
        if some := [text for text in texts if text[0] in free or text[0] not in marks]:
            self._write(content_type, some, IF_FREE, [list(free)])

    def marks(self, content_type: int, keys: Iterable[Any]) -> dict[str, Any]:
        """The transactions that wrote them."""
        return dict(self._entries(content_type, keys).values_list("object_id", WRITTEN_BY))

    def _entries(self, content_type: int, keys: Iterable[Any]) -> Any:
        return self.entries.filter(content_type=content_type, object_id__in=[str(key) for key in keys])

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
