"""Long tests, outside ``make test``: in a reduced form in ``.ci/run``, in full by ``make torture``."""

import os
from collections.abc import Callable

import pytest

IN_FULL = os.environ.get("SCM_TORTURE") == "full"


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Keeps a line for the end of the run: what was counted."""
    return lambda line: record_property("measured", line)
