"""Long tests, outside ``make test``: in a reduced form in ``.ci/run``, in full by ``make torture``."""

import os
from typing import Any

import pytest

IN_FULL = os.environ.get("SCM_TORTURE") == "full"
_measured: list[str] = []


@pytest.fixture
def measured() -> list[str]:
    """Lines for the end of the run: what was counted."""
    return _measured


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in _measured:
        terminalreporter.write_line(line)
