"""The versions of an outcome, as its page tells them to the public."""

from typing import Any

import pytest
from django.test import Client

from tests import stories

pytestmark = pytest.mark.django_db


def test_an_outcome_names_its_versions_with_their_days(public_outcome: Any, chair: Any, secretariat: Any) -> None:
    page = public_outcome
    first = Client().get(page.url).content.decode()
    stories.edit(page, chair, abstract="Four financing models, compared.", change_note="A fourth model.")
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)

    second = Client().get(page.url).content.decode()

    assert "Version 1.1, " not in first
    assert second.index("Version 1.1, ") < second.index("Version 1.0, ")
    assert str(secretariat) not in second
