"""A public group with an outcome, and a cache that knows nothing of the test before."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings

from tests import scenes, stories


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@scenes.scene
def seeded() -> None:
    with override_settings(SCM_DEMO=True):
        call_command("seed_demo", verbosity=0)


@pytest.fixture
def demonstration(seeded: None, settings: Any) -> None:
    """The content of the demonstration."""
    settings.SCM_DEMO = True


@pytest.fixture
def publish(public_group: Any, chair: Any, secretariat: Any) -> Any:
    """Publish one more outcome of the public group."""

    def publish_one(title: str, **values: Any) -> Any:
        return stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, title=title, **values)

    return publish_one
