"""Every test is asked for the services that it needs."""

from tests.services import pytest_runtest_setup

__all__ = ["pytest_runtest_setup"]
