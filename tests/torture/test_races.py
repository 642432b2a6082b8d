"""Two people at the same moment: one is first, the other gets a sentence that says what happened; nothing contradicts.

Each round lets two or three real processes act on one committed database: 25 rounds a race, 200 in all, in ``make
torture``, a few in ``.ci/run``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from focusgroups.models import FocusGroup
from moderation import actions
from moderation.checking import findings
from moderation.choices import Stage
from moderation.models import Approval
from moderation.standing import standing_of
from outcomes.models import Outcome, OutcomePage
from tests import stories
from tests.factories import PersonFactory, UserFactory
from tests.moderation.conftest import fresh
from tests.moderation.test_gate_screens import typed
from tests.torture.conftest import IN_FULL
from tests.torture.processes import Answer, committed_database, race
from translations.actions import request_translation, save_segments, submit_translation
from translations.segments import segments_of

pytestmark = pytest.mark.torture
ROUNDS = 25 if IN_FULL else 5
# What a refusal may be: each carries a sentence for the screen.
REFUSALS = {"NotDecidable", "ContentChanged", "NotSendable", "NotReady"}


@dataclass
class World:
    """Who acts, and a public group on which they act."""

    secretariat: Any
    second: Any
    support: Any
    translator: Any
    reviewer: Any
    chair: Any
    co_chair: Any
    group: FocusGroup

    def new_group(self, name: str) -> FocusGroup:
        return stories.confirmed_group(
            support=self.support,
            secretariat=self.secretariat,
            chair=self.chair.person,
            co_chair=self.co_chair.person,
            today=date(2026, 1, 1),
            name=name,
        )


def somebody(role: str) -> Any:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """People and a public group, committed."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, committed_database():
        patch.setattr("django.conf.settings.SCM_OUTBOX_WORKER", True)
        secretariat, second = somebody("SCM Secretariat"), somebody("SCM Secretariat")
        support = somebody("SCM support team")
        staff = somebody("SCM Secretariat")
        chair = PersonFactory()
        co_chair = PersonFactory(user=staff, email=staff.email)
        group = stories.confirmed_group(
            support=support, secretariat=secretariat, chair=chair, co_chair=co_chair, today=date(2026, 1, 1)
        )
        chair.refresh_from_db()
        stories.publish_group(group, chair=chair.user, reviewer=secretariat)
        yield World(
            secretariat=secretariat,
            second=second,
            support=support,
            translator=somebody("Translators (fr)"),
            reviewer=somebody("Linguistic reviewers (fr)"),
            chair=chair.user,
            co_chair=staff,
            group=group,
        )


@pytest.fixture
def db(world: World) -> World:
    """In place of a transaction that is taken back; pytest-django makes the database where this name is asked for."""
    return world


@dataclass
class Round:
    """What acts at once, and what must hold afterwards."""

    acts: tuple[Callable[[], Any], ...]
    check: Callable[[list[Answer]], None]


def sent_outcome(world: World) -> tuple[OutcomePage, Callable[..., Any]]:
    """An outcome in quality control, and its approval by somebody."""
    page = stories.draft_outcome(world.group, world.chair)
    seal = stories.send(page, world.chair)
    return page, partial(actions.approve, page_id=page.pk, seal=seal, answers=stories.ALL_YES)


def logged(page: Page, action: str) -> int:
    return PageLogEntry.objects.filter(page=page.pk, action=action).count()


def one_of(answers: list[Answer]) -> Answer:
    """Exactly one was first; the answer of the other."""
    assert sum(map(bool, answers)) == 1, answers
    return next(answer for answer in answers if not answer)


# --- The races ------------------------------------------------------------------------------------------------


def approve_against_return(world: World) -> Round:
    page, approve = sent_outcome(world)
    seal = stories.seal_of(page)
    return_ = partial(actions.return_to_group, page_id=page.pk, by=world.second, seal=seal, points=[("", "Mend.")])

    def check(answers: list[Answer]) -> None:
        assert "not in quality control any more" in one_of(answers).says
        assert fresh(page).live == bool(answers[0])
        assert standing_of(fresh(page)).stage == (Stage.PUBLISHED if answers[0] else Stage.RETURNED)
        assert logged(page, "moderation.approve") == int(bool(answers[0]))
        assert logged(page, "wagtail.workflow.reject") == int(bool(answers[1]))

    return Round((partial(approve, by=world.secretariat), return_), check)


def approve_twice(world: World) -> Round:
    page, approve = sent_outcome(world)

    def check(answers: list[Answer]) -> None:
        assert "not in quality control any more" in one_of(answers).says
        assert Approval.objects.filter(work=page.translation_key).count() == 1
        assert logged(page, "moderation.approve") == logged(page, "wagtail.publish") == 1

    return Round((partial(approve, by=world.secretariat), partial(approve, by=world.second)), check)


def edit_while_approving(world: World) -> Round:
    page, approve = sent_outcome(world)
    client = Client()
    client.force_login(world.second)
    edit = partial(client.post, reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(title="Edited"))

    def check(answers: list[Answer]) -> None:
        assert answers[1]
        assert fresh(page).draft().title == "Edited"
        assert fresh(page).live == bool(answers[0])
        assert answers[0] or "changed since you opened it" in answers[0].says
        assert fresh(page).title == (page.title if answers[0] else "Edited")
        assert logged(page, "moderation.approve") == int(bool(answers[0]))

    return Round((partial(approve, by=world.secretariat), edit), check)


def send_twice(world: World) -> Round:
    page = stories.draft_outcome(world.group, world.chair)
    send = partial(actions.send_to_quality_control, page_id=page.pk, note=stories.NOTE)

    def check(answers: list[Answer]) -> None:
        assert "sent already" in one_of(answers).says
        assert logged(page, "wagtail.workflow.start") == 1

    return Round((partial(send, by=world.chair), partial(send, by=world.co_chair)), check)


def add_outcomes_while_the_group_is_published(world: World) -> Round:
    group = world.new_group(f"Group {FocusGroup.objects.count()}")
    page = stories.page_of(group)
    stories.edit(page, world.chair, summary="How mid-sized cities finance deep renovation.")
    seal = stories.send(page, world.chair)
    approve = partial(actions.approve, page_id=page.pk, by=world.secretariat, seal=seal, answers=stories.ALL_YES)
    adds = []
    for user in (world.chair, world.support):
        client = Client()
        client.force_login(user)
        address = reverse("wagtailadmin_pages:add", args=["outcomes", "outcomepage", page.pk])
        adds.append(partial(client.post, address, typed(title=f"Of {user.pk}")))

    def check(answers: list[Answer]) -> None:
        assert all(answers), answers
        assert fresh(page).live
        assert fresh(page).numchild == fresh(page).get_children().count() == 4
        assert list(Outcome.objects.filter(group=group).order_by("number").values_list("number", flat=True)) == [1, 2]
        assert logged(page, "moderation.approve") == 1

    return Round((approve, *adds), check)


def approve_while_a_translation_is_approved(world: World) -> Round:
    page = stories.publish_outcome(world.group, chair=world.chair, reviewer=world.secretariat)
    request = request_translation(page_id=page.pk, language="fr", by=world.secretariat)
    texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(request)}
    save_segments(request=request, texts=texts, by=world.translator)
    submit_translation(request=request, by=world.translator)
    french = OutcomePage.objects.get(pk=request.page_id)
    stories.edit(page, world.chair, abstract="Four financing models, compared.")
    seal = stories.send(page, world.chair)
    approve = partial(actions.approve, answers=stories.ALL_YES)

    def check(answers: list[Answer]) -> None:
        assert answers[0], answers
        assert fresh(page).approval.version == "1.1"
        assert fresh(french).live == bool(answers[1])
        if answers[1]:
            assert fresh(french).approval.translates.version == "1.0"
        for each, expected in ((page, 2), (french, int(bool(answers[1])))):
            assert logged(each, "moderation.approve") == expected

    return Round(
        (
            partial(approve, page_id=page.pk, by=world.secretariat, seal=seal),
            partial(approve, page_id=french.pk, by=world.reviewer, seal=stories.seal_of(french)),
        ),
        check,
    )


def scheduled_outcome(world: World) -> OutcomePage:
    page, approve = sent_outcome(world)
    approve(by=world.secretariat, publish_at=timezone.now() + timedelta(hours=1))
    return page


def publish_due() -> None:
    _published, errors = actions.publish_due(now=timezone.now() + timedelta(hours=2))
    assert errors == []


def publish_when_due_twice(world: World) -> Round:
    page = scheduled_outcome(world)

    def check(answers: list[Answer]) -> None:
        assert all(answers), answers
        assert fresh(page).live
        assert logged(page, "moderation.approve") == logged(page, "wagtail.publish") == 1

    return Round((publish_due, publish_due), check)


def cancel_when_due(world: World) -> Round:
    page = scheduled_outcome(world)
    cancel = partial(actions.cancel_schedule, page_id=page.pk, by=world.second)

    def check(answers: list[Answer]) -> None:
        assert answers[0], answers
        assert fresh(page).live != bool(answers[1])
        assert answers[1] or "no time of publication any more" in answers[1].says
        assert logged(page, "moderation.approve") + logged(page, "moderation.unschedule") == 1

    return Round((publish_due, cancel), check)


RACES = (
    approve_against_return,
    approve_twice,
    edit_while_approving,
    send_twice,
    add_outcomes_while_the_group_is_published,
    approve_while_a_translation_is_approved,
    publish_when_due_twice,
    cancel_when_due,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda prepare: prepare.__name__)
def test_whoever_is_second_is_told_and_nothing_contradicts(
    prepare: Callable[[World], Round], db: World, measured: list[str]
) -> None:
    first = 0
    for number in range(ROUNDS):
        prepared = prepare(db)

        answers = race(*prepared.acts, seed=number)

        assert {answer.refusal for answer in answers if not answer} <= REFUSALS, answers
        prepared.check(answers)
        first += bool(answers[0])
    assert Page.find_problems() == ([], [], [], [], [])
    assert list(findings()) == []
    measured.append(f"{prepare.__name__}: {ROUNDS} rounds, the first act went well in {first}")
