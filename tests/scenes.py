"""What most tests start from, built once for all that start from the same, in a transaction that is undone.

A test names a scene by asking for the fixture of that name (or one that needs it); pytest runs the tests of one scene
together. What a test itself writes is undone after it, as ever. ``@scene`` adds one to those of this file.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.utils import translation

from focusgroups.models import FocusGroup, Person, TermsOfReferencePage
from outcomes.models import OutcomePage
from tests import stories
from tests.factories import PersonFactory, UserFactory
from translations.actions import request_translation
from translations.models import TranslationRequest

NEW_YEAR = date(2026, 1, 1)


def staff(role: str, email: str) -> Any:
    """The one user of this address, with this role."""
    user = get_user_model().objects.filter(email=email).first()
    if user is None:
        user = UserFactory(email=email)
        user.groups.add(Group.objects.get(name=role))
    return user


def secretariat() -> Any:
    return staff("SCM Secretariat", "secretariat@scm.example")


def support() -> Any:
    return staff("SCM support team", "support@scm.example")


def translator(language: str) -> Any:
    return staff(f"Translators ({language})", f"translator.{language}@scm.example")


def reviewer(language: str) -> Any:
    return staff(f"Linguistic reviewers ({language})", f"reviewer.{language}@scm.example")


def administrator() -> Any:
    email = "administrator@scm.example"
    return get_user_model().objects.filter(email=email).first() or UserFactory(email=email, is_superuser=True)


def chair() -> Person:
    marta = Person.objects.filter(email="marta@ghent.example").first()
    return marta or PersonFactory(name="Marta Example", organisation="City of Ghent", email="marta@ghent.example")


def co_chair() -> Person:
    user = staff("SCM Secretariat", "co.chair@scm.example")
    ola = Person.objects.filter(user=user).first()
    return ola or PersonFactory(name="Ola Example", organisation="SCM Secretariat", email=user.email, user=user)


def group() -> FocusGroup:
    """A group that is set up and whose chair and co-chair are confirmed; its pages are drafts."""
    return stories.confirmed_group(
        support=support(), secretariat=secretariat(), chair=chair(), co_chair=co_chair(), today=NEW_YEAR
    )


def public_group() -> FocusGroup:
    """The group, and its page is public."""
    made = group()
    stories.publish_group(made, chair=chair().user, reviewer=secretariat())
    return made


def public_outcome() -> OutcomePage:
    """A public outcome with a file, of the public group."""
    return stories.publish_outcome(public_group(), chair=chair().user, reviewer=secretariat())


def public_terms() -> TermsOfReferencePage:
    """Work programme and Terms of Reference of the public group, both public."""
    return stories.publish_terms(public_group(), chair=chair().user, reviewer=secretariat())


def request_fr() -> TranslationRequest:
    """A request for the French version of the public outcome."""
    return request_translation(page_id=public_outcome().pk, language="fr", by=secretariat())


# Of those that a test asks for, it plays on the last: it holds what the others do.
SCENES: dict[str, Callable[[], Any]] = {
    "group": group,
    "public_group": public_group,
    "public_outcome": public_outcome,
    "request_fr": request_fr,
    "public_terms": public_terms,
}


# Needed all over the suite; any other is built by one process for the few tests that play on it.
COMMON = frozenset(SCENES)


def scene(build: Callable[[], Any]) -> Any:
    """The fixture, of the same name, that gives what ``build`` makes; each test has a copy of its own."""
    name = build.__name__
    assert name not in SCENES, f"There is a scene {name} already."
    SCENES[name] = build

    @pytest.fixture(name=name)
    def made(scene: "Stage | None", db: None) -> Any:
        return deepcopy(scene.made) if scene else build()

    return made


@dataclass(frozen=True)
class Stage:
    """A scene that stands, and what its builder returned."""

    name: str
    made: Any


def scene_of(fixtures: list[str]) -> str | None:
    """The widest scene that a test with these fixtures needs."""
    return next((name for name in reversed(SCENES) if name in fixtures), None)


@contextmanager
def on_stage(name: str, unblock: Callable[[], Any]) -> Iterator[Stage]:
    """Build the scene ``name``; afterwards the database is as it was."""
    stage = transaction.atomic()
    with unblock():
        stage.__enter__()
    try:
        with unblock(), translation.override("en"):
            made = SCENES[name]()
        yield Stage(name, made)
    finally:
        with unblock():
            transaction.set_rollback(True)
            stage.__exit__(None, None, None)
            cache.clear()
