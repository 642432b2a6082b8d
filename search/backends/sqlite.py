"""SQLite: the full-text table is asked first, what it found is joined after.

Wagtail's own query walks the index for each entry of it (design/search.md), which a form for everybody cannot bear.
"""

from django.db import connection
from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend

from ..expression import Expression, Term
from .database import DatabaseEngine, content_types
from .indexing import Rebuilder
from .sqlite_index import SQLiteIndex

ENTRIES = "wagtailsearch_indexentry"
# CROSS JOIN keeps the order of the tables as it is written. The columns are autocomplete, body, title.
MATCH = f"""
    SELECT entry.object_id FROM {ENTRIES}_fts
    CROSS JOIN {ENTRIES} entry ON entry.id = {ENTRIES}_fts.rowid
    WHERE {ENTRIES}_fts MATCH %s AND entry.content_type_id IN ({{types}})
    ORDER BY bm25({ENTRIES}_fts, 0, 1, 8), entry.id DESC
"""


class SearchBackend(DatabaseEngine, SQLiteSearchBackend):
    """FTS5, whose tokenizer folds case and accents."""

    title_column, text_column = "title", "body"
    index_class = SQLiteIndex
    rebuilder_class = atomic_rebuilder_class = Rebuilder

    def match(self, expression: Expression, language: str) -> list[int]:
        types = ", ".join(str(key) for key in content_types())
        with connection.cursor() as cursor:
            cursor.execute(MATCH.format(types=types), [match_expression(expression)])
            return [int(key) for (key,) in cursor.fetchall()]


def match_expression(expression: Expression) -> str:
    """In the query language of FTS5; the words hold letters and digits alone."""
    return "{body title} : (" + " AND ".join(_either(term) for term in expression) + ")"


def _either(term: Term) -> str:
    phrases = (f'"{" ".join(phrase)}"' + ("*" if term.is_prefix(phrase) else "") for phrase in term.phrases)
    return f"({' OR '.join(phrases)})"
