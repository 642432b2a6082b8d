"""PostgreSQL: one question to the index over title and text, ranked by our own weights."""

from typing import Any

from django.db import connection
from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

from ..expression import Expression, Term
from .database import DatabaseEngine, content_types
from .indexing import Rebuilder
from .postgres_index import PostgresIndex

CONFIGURATION = "scm"
# Best first (``migrations/0005_postgresql_match``).
MATCH = "SELECT * FROM scm_search_match(to_tsquery(%s, %s), %s)"


class SearchBackend(DatabaseEngine, PostgresSearchBackend):
    """Full text with a configuration of our own, which folds accents and case (``migrations/0003_postgresql``)."""

    title_column, text_column = "title_text", "body_text"
    index_class = PostgresIndex
    rebuilder_class = atomic_rebuilder_class = Rebuilder

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": CONFIGURATION, **params})

    def match(self, expression: Expression, language: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(MATCH, [CONFIGURATION, query_of(expression), content_types()])
            return [int(key) for (key,) in cursor.fetchall()]


def query_of(expression: Expression) -> str:
    """In the query language of ``to_tsquery``; the words hold letters and digits alone."""
    return " & ".join(_either(term) for term in expression)


def _either(term: Term) -> str:
    phrases = (
        " <-> ".join(f"'{word}'" for word in phrase) + (":*" if term.is_prefix(phrase) else "")
        for phrase in term.phrases
    )
    return f"({' | '.join(phrases)})"
