"""A public group with an outcome, and a cache that knows nothing of the test before."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests import stories


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The content of the demonstration, built once for a module, in a transaction that is undone."""
    with django_db_blocker.unblock(), override_settings(SCM_DEMO=True), transaction.atomic():
        call_command("seed_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def publish(public_group: Any, chair: Any, secretariat: Any) -> Any:
    """Publish one more outcome of the public group."""

    def publish_one(title: str, **values: Any) -> Any:
        return stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, title=title, **values)

    return publish_one
