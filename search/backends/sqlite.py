"""SQLite: the full-text table is asked first, what it found is joined after.

Wagtail's own query walks the index for each entry of it (design/search.md), which a form for everybody cannot bear.
"""

from collections.abc import Iterator

from django.db import connection
from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend

from ..expression import Expression, Phrase, Term
from ..folding import expand
from .database import DatabaseEngine, content_types
from .indexing import Rebuilder
from .sqlite_index import SQLiteIndex

ENTRIES = "wagtailsearch_indexentry"
# CROSS JOIN keeps the order of the tables as it is written. The columns are autocomplete, body, title.
# The first holds the title again, and words with letters such as “œ” in other letters (``sqlite_index``).
MATCH = f"""
    SELECT entry.object_id FROM {ENTRIES}_fts
    CROSS JOIN {ENTRIES} entry ON entry.id = {ENTRIES}_fts.rowid
    WHERE {ENTRIES}_fts MATCH %s AND entry.content_type_id IN ({{types}})
    ORDER BY bm25({ENTRIES}_fts, 0.5, 1, 8), entry.id DESC
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
    return " AND ".join(_either(term) for term in expression)


def _either(term: Term) -> str:
    return f"({' OR '.join(way for phrase in term.phrases for way in _ways(term, phrase))})"


def _ways(term: Term, phrase: Phrase) -> Iterator[str]:
    """As it was typed, and in other letters; only in a text do words stand side by side."""
    where, end = ("{body title} : " if len(phrase) > 1 else ""), ("*" if term.is_prefix(phrase) else "")
    typed = " ".join(phrase).lower()
    for words in sorted({typed, expand(typed)}):
        yield f'{where}"{words}"{end}'
