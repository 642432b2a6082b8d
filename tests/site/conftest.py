"""A public group with an outcome, and a cache that knows nothing of the test before."""

from typing import Any

import pytest
from django.core.cache import cache

from tests import stories


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def public_group(group: Any, chair: Any, secretariat: Any) -> Any:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    return group


@pytest.fixture
def publish(public_group: Any, chair: Any, secretariat: Any) -> Any:
    """Publish one more outcome of the public group."""

    def publish_one(title: str, **values: Any) -> Any:
        return stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, title=title, **values)

    return publish_one
