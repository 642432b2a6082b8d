"""The services that some tests need: a test says so, and without the service it is skipped with advice.

``SCM_REQUIRE_SERVICES=1`` (or a list such as ``chromium,postgresql``) turns such a skip into a failure:
in ``.ci/run`` nothing is skipped in silence.
"""

import os
import shutil
from collections.abc import Callable

import pytest

from . import nu

needs_postgresql = pytest.mark.postgresql
needs_elasticsearch = pytest.mark.elasticsearch
needs_chromium = pytest.mark.browser
needs_nu = pytest.mark.nu
needs_redis_server = pytest.mark.redis_server


def chromium_path() -> str | None:
    """The installed Chromium (or Chrome), which Playwright is told to drive."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def _has_postgresql() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def _has_elasticsearch() -> bool:
    from django.conf import settings

    return bool(settings.ELASTICSEARCH_URL)


# Mark, name, whether it is there, what to do where it is not.
SERVICES: tuple[tuple[pytest.MarkDecorator, str, Callable[[], bool], str], ...] = (
    (needs_postgresql, "postgresql", _has_postgresql, "set DATABASE_URL to a PostgreSQL server"),
    (
        needs_elasticsearch,
        "elasticsearch",
        _has_elasticsearch,
        "set ELASTICSEARCH_URL (.ci/elasticsearch starts one)",
    ),
    (
        needs_chromium,
        "chromium",
        lambda: chromium_path() is not None,
        "install Debian's chromium, or set CHROMIUM",
    ),
    (
        needs_redis_server,
        "redis",
        lambda: bool(shutil.which("redis-server")),
        "install Debian's redis-server",
    ),
    (needs_nu, "nu", nu.is_there, "install Java 17 or newer and run .venv/bin/python -m tests.nu"),
)


def is_required(service: str) -> bool:
    required = os.environ.get("SCM_REQUIRE_SERVICES", "")
    return required == "1" or service in required.split(",")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose service is not there; fail it where that service is required."""
    for mark, name, is_there, advice in SERVICES:
        if item.get_closest_marker(mark.name) and not is_there():
            (pytest.fail if is_required(name) else pytest.skip)(f"needs {name}: {advice}")
