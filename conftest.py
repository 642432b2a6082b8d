"""Every test is asked for the services that it needs."""

from tests.services import pytest_collection_modifyitems, pytest_runtest_setup

__all__ = ["pytest_collection_modifyitems", "pytest_runtest_setup"]
