"""A verb that breaks off at any statement leaves everything as it was: the state is before or after, never between.

The database refuses the n-th statement of a verb, for n = 1, 2, … until it passes; after each refusal every table holds
what it held before. In ``.ci/run`` the statements that write are refused (between two of them nothing changes), in
``make torture`` every statement.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from focusgroups.actions import add_member, confirm_leaders, end_membership, fill_in_terms, set_up_group
from focusgroups.choices import Role
from focusgroups.models import FocusGroup, Theme
from moderation import actions
from moderation.models import Point
from outcomes.models import OutcomePage
from tests import stories
from tests.factories import PersonFactory
from tests.moderation.test_gate_screens import typed
from tests.torture.conftest import IN_FULL
from translations.actions import request_translation, save_segments, submit_translation
from translations.segments import segments_of

pytestmark = [pytest.mark.django_db, pytest.mark.torture]

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
# Not of the verb: who is signed in, and the messages that the next screen shows.
NOT_STATE = {"django_session", "sqlite_sequence"}
# Wagtail's tasks go on where they fail; its commands build both indexes anew.
MAY_BE_BEHIND = re.compile("wagtailcore_referenceindex|wagtailsearch_")
Verb = Callable[[], Any]
Rows = dict[str, list[str]]


class Aborted(OperationalError):
    """The database broke off here."""


@dataclass
class Abort:
    """Refuses one statement, the ``at``-th of those that count."""

    at: int
    seen: int = 0
    refused: str = ""
    raised: bool = False
    left: Rows = field(default_factory=dict)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if IN_FULL or WRITES.match(sql):
            self.seen += 1
            if self.seen == self.at:
                self.refused = sql
                raise Aborted(sql)
        return execute(sql, params, many, context)


def snapshot() -> Rows:
    """Every row of every table."""
    as_text = "kept::text" if connection.vendor == "postgresql" else "*"
    rows = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT {as_text} FROM {connection.ops.quote_name(table)} AS kept")
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


@cache
def tables() -> list[str]:
    with connection.cursor() as cursor:
        return [name for name in connection.introspection.table_names(cursor) if name not in NOT_STATE]


@contextmanager
def undone() -> Iterator[None]:
    """What a verb wrote is taken back, so that the next attempt begins where this one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def attempt(verb: Verb, at: int) -> Abort:
    abort = Abort(at)
    with undone():
        try:
            with connection.execute_wrapper(abort):
                verb()
        except Exception:
            abort.raised = True
        abort.left = snapshot()
    return abort


def first_difference(expected: Rows, left: Rows) -> str:
    return next((table for table in expected if expected[table] != left[table]), "")


def what_is_missing(before: Rows, after: Rows, left: Rows) -> str:
    """The first table that is not as after the verb; keys and times of new rows differ, so rows are counted."""
    for table in after:
        if not MAY_BE_BEHIND.match(table) and len(after[table]) != len(left[table]):
            return table
    return "" if first_difference(before, left) else "nothing was written, and nobody was told,"


# --- The verbs, each with what stands before it ----------------------------------------------------------------


@pytest.fixture
def public_group(group: Any, chair: Any, secretariat: Any) -> FocusGroup:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    return group


@pytest.fixture
def draft(public_group: Any, chair: Any) -> OutcomePage:
    return stories.draft_outcome(public_group, chair, themes=Theme.objects.all()[:2])


@pytest.fixture
def sent(draft: OutcomePage, chair: Any) -> OutcomePage:
    stories.send(draft, chair)
    return draft


@pytest.fixture
def public_outcome(public_group: Any, chair: Any, secretariat: Any) -> OutcomePage:
    image = stories.picture(chair)
    return stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, body=[("image", image)])


@pytest.fixture
def scheduled(sent: OutcomePage, secretariat: Any) -> OutcomePage:
    later = timezone.now() + timedelta(days=1)
    actions.approve(
        page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent), answers=stories.ALL_YES, publish_at=later
    )
    return sent


@pytest.fixture
def set_up(support: Any, chair_person: Any, co_chair_person: Any, today: Any) -> Verb:
    return lambda: set_up_group(
        name="Quiet streets",
        challenge="<p>Noise.</p>",
        themes=Theme.objects.all()[:2],
        planned_start=today,
        planned_end=today.replace(year=today.year + 1),
        chair=chair_person,
        co_chair=co_chair_person,
        by=support,
        today=today,
    )


@pytest.fixture
def confirm(set_up: Verb, secretariat: Any, chair_person: Any, co_chair_person: Any, today: Any) -> Verb:
    group = set_up()
    return lambda: confirm_leaders(
        group=group, chair=chair_person, co_chair=co_chair_person, by=secretariat, today=today
    )


@pytest.fixture
def add_participant(group: Any, chair: Any, today: Any) -> Verb:
    person = PersonFactory()
    return lambda: add_member(group=group, person=person, role=Role.PARTICIPANT, by=chair, today=today)


@pytest.fixture
def end_participation(add_participant: Verb, chair: Any, today: Any) -> Verb:
    membership = add_participant()
    return lambda: end_membership(membership=membership, by=chair, today=today)


@pytest.fixture
def send(draft: OutcomePage, chair: Any) -> Verb:
    return lambda: actions.send_to_quality_control(page_id=draft.pk, by=chair, note=stories.NOTE)


@pytest.fixture
def send_again(sent: OutcomePage, chair: Any, secretariat: Any) -> Verb:
    points = [("", "A picture would help.", False)]
    actions.return_to_group(page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent), points=points)
    return lambda: actions.send_to_quality_control(page_id=sent.pk, by=chair, note=stories.NOTE)


@pytest.fixture
def edit_and_send(draft: OutcomePage, chair: Any, signed_in: Any) -> Verb:
    client = signed_in(chair)
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    return lambda: client.post(address, typed(**{"action-send": "1", "note_to_reviewer": stories.NOTE}))


@pytest.fixture
def create_and_send(public_group: Any, chair: Any, signed_in: Any) -> Verb:
    client = signed_in(chair)
    parent = stories.page_of(public_group)
    address = reverse("wagtailadmin_pages:add", args=["outcomes", "outcomepage", parent.pk])
    return lambda: client.post(address, typed(**{"action-send": "1", "note_to_reviewer": stories.NOTE}))


@pytest.fixture
def answer_points(return_: Verb, sent: OutcomePage, chair: Any) -> Verb:
    return_()
    answers = {point.pk: ("done", "Done.") for point in Point.objects.all()}
    return lambda: actions.answer_points(page_id=sent.pk, by=chair, answers=answers)


@pytest.fixture
def take_back(sent: OutcomePage, chair: Any) -> Verb:
    return lambda: actions.take_back(page_id=sent.pk, by=chair)


@pytest.fixture
def return_(sent: OutcomePage, secretariat: Any) -> Verb:
    seal = stories.seal_of(sent)
    points = [("abstract", "Say for whom."), ("", "Shorter, please.", False)]
    return lambda: actions.return_to_group(page_id=sent.pk, by=secretariat, seal=seal, points=points)


@pytest.fixture
def approve(sent: OutcomePage, secretariat: Any) -> Verb:
    seal = stories.seal_of(sent)
    return lambda: actions.approve(page_id=sent.pk, by=secretariat, seal=seal, answers=stories.ALL_YES)


@pytest.fixture
def approve_a_second_version(public_outcome: OutcomePage, chair: Any, secretariat: Any) -> Verb:
    stories.edit(public_outcome, chair, title="Second version", body=[("heading", "New")])
    seal = stories.send(public_outcome, chair)
    return lambda: actions.approve(page_id=public_outcome.pk, by=secretariat, seal=seal, answers=stories.ALL_YES)


@pytest.fixture
def schedule(sent: OutcomePage, secretariat: Any) -> Verb:
    seal, later = stories.seal_of(sent), timezone.now() + timedelta(days=1)
    return lambda: actions.approve(
        page_id=sent.pk, by=secretariat, seal=seal, answers=stories.ALL_YES, publish_at=later
    )


@pytest.fixture
def cancel_schedule(scheduled: OutcomePage, secretariat: Any) -> Verb:
    return lambda: actions.cancel_schedule(page_id=scheduled.pk, by=secretariat)


@pytest.fixture
def publish_when_due(scheduled: OutcomePage) -> Verb:
    due = timezone.now() + timedelta(days=2)

    def publish() -> None:
        _published, errors = actions.publish_due(now=due)
        if errors:
            raise Aborted(errors)

    return publish


@pytest.fixture
def refuse_when_due(scheduled: OutcomePage, chair: Any, publish_when_due: Verb) -> Verb:
    stories.edit(scheduled, chair, title="Changed meanwhile")
    return publish_when_due


@pytest.fixture
def withdraw(public_outcome: OutcomePage, secretariat: Any) -> Verb:
    return lambda: actions.withdraw(page_id=public_outcome.pk, by=secretariat, reason="A figure was wrong.")


@pytest.fixture
def withdraw_the_group(public_outcome: OutcomePage, secretariat: Any) -> Verb:
    parent = public_outcome.get_parent()
    return lambda: actions.withdraw(page_id=parent.pk, by=secretariat, reason="Set up by mistake.")


@pytest.fixture
def ask_for_a_translation(public_outcome: OutcomePage, secretariat: Any, french_translator: Any) -> Verb:
    return lambda: request_translation(page_id=public_outcome.pk, language="fr", by=secretariat)


@pytest.fixture
def submit(request_: Any, french_translator: Any, french_reviewer: Any) -> Verb:
    texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(request_)}
    save_segments(request=request_, texts=texts, by=french_translator)
    return lambda: submit_translation(request=request_, by=french_translator)


@pytest.fixture
def request_(ask_for_a_translation: Verb) -> Any:
    return ask_for_a_translation()


@pytest.fixture
def approve_a_translation(submit: Verb, request_: Any, french_reviewer: Any) -> Verb:
    submit()
    page = OutcomePage.objects.get(pk=request_.page_id)
    seal = stories.seal_of(page)
    return lambda: actions.approve(page_id=page.pk, by=french_reviewer, seal=seal, answers=stories.ALL_YES)


@pytest.fixture
def fill_in(group: Any, chair: Any, secretariat: Any) -> Verb:
    stories.write_programme(group, chair)
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    stories.pass_quality_control(stories.programme_of(group), sender=chair, reviewer=secretariat)
    return lambda: fill_in_terms(page=stories.terms_of(group), by=chair)


VERBS = (
    "set_up",
    "confirm",
    "add_participant",
    "end_participation",
    "fill_in",
    "send",
    "send_again",
    "edit_and_send",
    "create_and_send",
    "take_back",
    "return_",
    "answer_points",
    "approve",
    "approve_a_second_version",
    "schedule",
    "cancel_schedule",
    "publish_when_due",
    "refuse_when_due",
    "withdraw",
    "withdraw_the_group",
    "ask_for_a_translation",
    "submit",
    "approve_a_translation",
)


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_that_breaks_off_changes_nothing(name: str, request: pytest.FixtureRequest, measured: list[str]) -> None:
    verb: Verb = request.getfixturevalue(name)
    before = snapshot()
    with undone():
        verb()
        after = snapshot()
    between: list[str] = []

    at = 1
    while (abort := attempt(verb, at)).refused:
        # Whoever takes a failed look for an answer (Django, while it validates) goes on, and must come to the end.
        table = first_difference(before, abort.left) if abort.raised else what_is_missing(before, after, abort.left)
        if table:
            between.append(f"{table} after: {abort.refused}")
        at += 1

    assert between == []
    assert first_difference(before, after), "the verb does something"
    measured.append(f"{name}: {at - 1} statements")
