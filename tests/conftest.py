"""The site as set up, its languages, and one person a role."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page, PageLogEntry, Revision

from focusgroups.models import FocusGroup, GroupEvent, Membership, Person
from outbox.models import Message
from tests.factories import PersonFactory, UserFactory

NEW_YEAR = date(2026, 1, 1)
# What a verb may have changed, to see that a refused one changed nothing.
WRITTEN = (FocusGroup, GroupEvent, Membership, Person, get_user_model(), Page, PageLogEntry, Revision, Message)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    """Every test starts from a site that is set up, not from an empty tree."""
    with django_db_blocker.unblock():
        call_command("setup_site", verbosity=0)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its language behind; every test begins in the same one."""
    with translation.override("en"):
        yield


@pytest.fixture
def today() -> date:
    return NEW_YEAR


def _with_role(role: str, email: str) -> Any:
    user = UserFactory(email=email)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def secretariat(db: None) -> Any:
    """Somebody of the Secretariat who leads no group."""
    return _with_role("SCM Secretariat", "secretariat@scm.example")


@pytest.fixture
def second_secretariat(db: None) -> Any:
    return _with_role("SCM Secretariat", "second.secretariat@scm.example")


@pytest.fixture
def support(db: None) -> Any:
    return _with_role("SCM support team", "support@scm.example")


@pytest.fixture
def french_translator(db: None) -> Any:
    return _with_role("Translators (fr)", "translator.fr@scm.example")


@pytest.fixture
def german_translator(db: None) -> Any:
    return _with_role("Translators (de)", "translator.de@scm.example")


@pytest.fixture
def french_reviewer(db: None) -> Any:
    return _with_role("Linguistic reviewers (fr)", "reviewer.fr@scm.example")


@pytest.fixture
def administrator(db: None) -> Any:
    return UserFactory(email="administrator@scm.example", is_superuser=True)


@pytest.fixture
def chair_person(db: None) -> Any:
    return PersonFactory(name="Marta Example", organisation="City of Ghent", email="marta@ghent.example")


@pytest.fixture
def co_chair_person(db: None) -> Any:
    user = _with_role("SCM Secretariat", "co.chair@scm.example")
    return PersonFactory(name="Ola Example", organisation="SCM Secretariat", email=user.email, user=user)


@pytest.fixture
def group(support: Any, secretariat: Any, chair_person: Any, co_chair_person: Any, today: date) -> Any:
    """A group that is set up and whose chair and co-chair are confirmed; its pages are drafts."""
    from tests.stories import confirmed_group

    return confirmed_group(
        support=support, secretariat=secretariat, chair=chair_person, co_chair=co_chair_person, today=today
    )


@pytest.fixture
def chair(group: Any, chair_person: Any) -> Any:
    chair_person.refresh_from_db()
    return chair_person.user


@pytest.fixture
def co_chair(group: Any, co_chair_person: Any) -> Any:
    return co_chair_person.user


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """A client for a user."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def count_queries(db: None) -> Callable[[Callable[[], Any]], int]:
    """How many queries a call makes."""

    def count(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            call()
        return len(seen)

    return count


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
