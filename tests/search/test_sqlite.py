"""The contract on SQLite."""

import pytest
from django.db import connection

from .contract import SearchContract


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the database is another one")
class TestSQLite(SearchContract):
    pass
