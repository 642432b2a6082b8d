"""What a verb may have changed, to see that a refused one changed nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Page, PageLogEntry, Revision

from focusgroups.models import FocusGroup, GroupEvent, Membership, Person
from outbox.models import Message

WRITTEN = (FocusGroup, GroupEvent, Membership, Person, get_user_model(), Page, PageLogEntry, Revision, Message)


@pytest.fixture
def everything() -> Callable[[], dict[str, Any]]:
    """All rows that the verbs of a group write."""

    def read() -> dict[str, Any]:
        rows = {model._meta.label: list(model.objects.order_by("pk").values()) for model in WRITTEN}
        return rows | {"roles": list(get_user_model().groups.through.objects.order_by("pk").values())}

    return read


@pytest.fixture
def logged() -> Callable[[str], PageLogEntry]:
    """The one log entry of an action."""
    return lambda action: PageLogEntry.objects.get(action=action)
