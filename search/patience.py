"""What is not worth waiting for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

PATIENCE_MS = 100


@contextmanager
def not_waiting() -> Iterator[None]:
    """On SQLite there is one writer at a time; for this nobody waits longer than a tenth of a second."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
