"""The contract on PostgreSQL."""

from tests.services import needs_postgresql

from .contract import SearchContract


@needs_postgresql
class TestPostgreSQL(SearchContract):
    pass
