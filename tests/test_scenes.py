"""A scene leaves nothing behind, also where it cannot be built or a test on it fails."""

from contextlib import nullcontext

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from tests import scenes

pytestmark = pytest.mark.django_db


def build_half() -> None:
    Group.objects.create(name="Half a scene")
    raise LookupError("The rest cannot be built.")


def test_a_scene_that_cannot_be_built_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(scenes.SCENES, "half", build_half)
    around = len(connection.atomic_blocks)

    with pytest.raises(LookupError), scenes.on_stage("half", nullcontext):
        pass

    assert len(connection.atomic_blocks) == around
    assert not Group.objects.filter(name="Half a scene").exists()
