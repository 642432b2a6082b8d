"""Rows in bulk, past signals and models' own ``save``: for tables that hold a part of a page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write ``rows`` into the table of ``model`` alone, without those of its parents; what a row leaves out has its default."""
    fields = model._meta.local_concrete_fields
    defaults = {field.attname: field.get_db_prep_save(field.get_default(), connection) for field in fields}
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    prepared = [
        [
            field.get_db_prep_save(row[field.attname], connection) if field.attname in row else defaults[field.attname]
            for field in fields
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", prepared)


def next_key(model: type[models.Model]) -> int:
    return (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def reset_sequences(*tables: type[models.Model]) -> None:
    """Let the database count on after keys that were given by hand."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
