"""The site as set up, its languages, and one person a role."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page, PageLogEntry, Revision

from focusgroups.models import FocusGroup, GroupEvent, Membership, Person, TermsOfReferencePage
from outbox.models import Message
from outcomes.models import OutcomePage
from tests import scenes
from translations.models import TranslationRequest

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


# Before pytest-xdist reads the groups.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one scene follow one another: pytest would tear it down and build it again for each file."""

    def scene_of(item: pytest.Item) -> str | None:
        return item.callspec.params.get("scene") if hasattr(item, "callspec") else None

    for item in items:
        name = scene_of(item)
        if name and name not in scenes.COMMON:
            item.add_marker(pytest.mark.xdist_group(name))
    order = [None, *scenes.SCENES]
    items.sort(key=lambda item: order.index(scene_of(item)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of one scene run together; those that commit build what they need themselves."""
    if any("scene" in marked.args[0] for marked in metafunc.definition.iter_markers("parametrize")):
        return
    mark = metafunc.definition.get_closest_marker("django_db")
    commits = (mark and mark.kwargs.get("transaction")) or "transactional_db" in metafunc.fixturenames
    name = None if commits else scenes.scene_of(metafunc.fixturenames)
    metafunc.parametrize("scene", [name], ids=[pytest.HIDDEN_PARAM], indirect=True, scope="session")


@pytest.fixture(scope="session", autouse=True)
def scene(request: pytest.FixtureRequest) -> Iterator[scenes.Stage | None]:
    """The scene on which the test plays, if any."""
    if request.param is None:
        yield None
        return
    request.getfixturevalue("django_db_setup")
    with scenes.on_stage(request.param, request.getfixturevalue("django_db_blocker").unblock) as stage:
        yield stage


@pytest.fixture
def today() -> date:
    return scenes.NEW_YEAR


@pytest.fixture
def secretariat(db: None) -> Any:
    """Somebody of the Secretariat who leads no group."""
    return scenes.secretariat()


@pytest.fixture
def second_secretariat(db: None) -> Any:
    return scenes.staff("SCM Secretariat", "second.secretariat@scm.example")


@pytest.fixture
def support(db: None) -> Any:
    return scenes.support()


@pytest.fixture
def french_translator(db: None) -> Any:
    return scenes.translator("fr")


@pytest.fixture
def german_translator(db: None) -> Any:
    return scenes.translator("de")


@pytest.fixture
def french_reviewer(db: None) -> Any:
    return scenes.reviewer("fr")


@pytest.fixture
def administrator(db: None) -> Any:
    return scenes.administrator()


@pytest.fixture
def chair_person(db: None) -> Any:
    return scenes.chair()


@pytest.fixture
def co_chair_person(db: None) -> Any:
    return scenes.co_chair()


@pytest.fixture
def group(scene: scenes.Stage | None, db: None) -> Any:
    """A group that is set up and whose chair and co-chair are confirmed; its pages are drafts."""
    return FocusGroup.objects.get() if scene else scenes.group()


@pytest.fixture
def public_group(scene: scenes.Stage | None, db: None) -> Any:
    """The group, and its page is public."""
    return FocusGroup.objects.get() if scene else scenes.public_group()


@pytest.fixture
def public_outcome(scene: scenes.Stage | None, db: None) -> Any:
    """A public outcome with a file, of the public group."""
    return OutcomePage.objects.get(locale__language_code="en") if scene else scenes.public_outcome()


@pytest.fixture
def request_fr(scene: scenes.Stage | None, db: None) -> Any:
    """A request for the French version of the public outcome."""
    return TranslationRequest.objects.get(language="fr") if scene else scenes.request_fr()


@pytest.fixture
def public_terms(scene: scenes.Stage | None, db: None) -> Any:
    """Work programme and Terms of Reference of the public group, both public."""
    return TermsOfReferencePage.objects.get() if scene else scenes.public_terms()


@pytest.fixture
def chair(group: Any, chair_person: Any) -> Any:
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
