"""Every test is asked for the services that it needs; what some measured stands at the end of the run."""

from typing import Any

from tests.services import pytest_runtest_setup

__all__ = ["pytest_runtest_setup", "pytest_terminal_summary"]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for report in terminalreporter.getreports("passed"):
        for name, line in report.user_properties:
            if name == "measured":
                terminalreporter.write_line(line)
