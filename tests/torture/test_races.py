"""Two people at the same moment: one is first, the other gets a sentence that says what happened; nothing contradicts.

Each round lets two or three real processes act on one committed database, where jobs and mails are rows as on a server:
10 rounds a race, 200 in all, in ``make torture``, a few in ``.ci/run``.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from files.actions import claim_files, erase_file
from files.models import File
from focusgroups.models import FocusGroup
from moderation import actions
from moderation.checking import findings
from moderation.checklist import Question
from moderation.choices import ChecklistKind, Stage
from moderation.models import Approval, Checklist, PreviewLink, QualityControl, Revocation, Taking
from moderation.standing import standing_of
from outbox.actions import Mailbox, deliver_due, post_message, run_due_jobs
from outbox.models import Message
from outcomes.models import Outcome, OutcomePage
from tests import stories
from tests.factories import PersonFactory, UserFactory
from tests.moderation.conftest import fresh
from tests.moderation.test_gate_screens import typed
from tests.torture.conftest import IN_FULL
from tests.torture.processes import Answer, as_on_a_server, committed_database, mails_in, race
from translations.actions import request_translation, save_segments, submit_translation
from translations.rows import mark_of
from translations.saving import save
from translations.segments import segments_of

pytestmark = pytest.mark.torture
ROUNDS = 10 if IN_FULL else 3
# What a refusal may be: each carries a sentence for the screen.
REFUSALS = {
    "ChecklistChanged",
    "ContentChanged",
    "FileOfAnotherWork",
    "MetAnotherText",
    "NotDecidable",
    "NotPublic",
    "NotReady",
    "NotSendable",
    "QuestionsChanged",
    "StillShown",
}
READERS = 20


@task()
def write_to(reader: str) -> None:
    """A job that leaves one mail each time that it is carried out."""
    post_message(to=Mailbox(reader), template="focusgroups/mails/group_set_up.txt", context={"group": "A", "url": "/"})


class MetAnotherText(Exception):
    """The desk shows whoever was second both texts."""


@dataclass
class World:
    """Who acts, and a public group on which they act."""

    secretariat: Any
    second: Any
    third: Any
    support: Any
    administrator: Any
    translator: Any
    reviewer: Any
    chair: Any
    co_chair: Any
    group: FocusGroup
    mails: Path

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
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """People and a public group, committed."""
    mails = tmp_path_factory.mktemp("mails")
    with django_db_blocker.unblock(), committed_database(), as_on_a_server(mails):
        secretariat, second, third = (somebody("SCM Secretariat") for _one in range(3))
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
            third=third,
            support=support,
            administrator=UserFactory(is_superuser=True),
            translator=somebody("Translators (fr)"),
            reviewer=somebody("Linguistic reviewers (fr)"),
            chair=chair.user,
            co_chair=staff,
            group=group,
            mails=mails,
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
    asked = page.checklist().version
    return page, partial(actions.approve, page_id=page.pk, seal=seal, answers=stories.ALL_YES, checklist=asked)


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
    approve = partial(stories.approve, page_id=page.pk, by=world.secretariat, seal=seal, answers=stories.ALL_YES)
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
    approve = partial(stories.approve, answers=stories.ALL_YES)

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


def withdraw_when_due(world: World) -> Round:
    """The second version of what is public is due in the moment in which the Secretariat takes it off the site."""
    page = stories.publish_outcome(world.group, chair=world.chair, reviewer=world.secretariat)
    stories.edit(page, world.chair, abstract="Four financing models, compared.")
    seal = stories.send(page, world.chair)
    later = timezone.now() + timedelta(hours=1)
    stories.approve(page_id=page.pk, by=world.secretariat, seal=seal, answers=stories.ALL_YES, publish_at=later)
    withdraw = partial(actions.withdraw, page_id=page.pk, by=world.second, reason="A figure was wrong.")

    def check(answers: list[Answer]) -> None:
        assert all(answers), answers
        assert standing_of(fresh(page)).stage == Stage.WITHDRAWN
        assert not fresh(page).live
        assert fresh(page).approval is None
        assert logged(page, "moderation.withdraw") == logged(page, "wagtail.unpublish") == 1
        assert logged(page, "moderation.approve") == Approval.objects.filter(work=page.translation_key).count()

    return Round((publish_due, withdraw), check)


def withdraw_twice(world: World) -> Round:
    page = stories.publish_outcome(world.group, chair=world.chair, reviewer=world.secretariat)
    withdraw = partial(actions.withdraw, page_id=page.pk, reason="A figure was wrong.")

    def check(answers: list[Answer]) -> None:
        assert "not public, so there is nothing to withdraw" in one_of(answers).says
        assert logged(page, "moderation.withdraw") == logged(page, "wagtail.unpublish") == 1
        assert Revocation.objects.filter(approval__work=page.translation_key).count() == 1

    return Round((partial(withdraw, by=world.secretariat), partial(withdraw, by=world.second)), check)


def taken_by(page: OutcomePage) -> list[Any]:
    """Who took it, in order; the last one has it."""
    round_ = QualityControl.objects.get(workflow_state__object_id=str(page.pk))
    takers = [taking.taker for taking in Taking.objects.filter(quality_control=round_).order_by("pk")]
    assert takers[-1:] == [round_.taker]
    assert logged(page, "moderation.take") + logged(page, "moderation.hand_over") == len(takers)
    return takers


def told(page: OutcomePage, kind: str) -> list[str]:
    """Who got a mail of this kind about ``page``."""
    mails = Message.objects.filter(kind=f"moderation.{kind}", text__contains=f"/{page.pk}/").order_by("pk")
    return list(mails.values_list("to", flat=True))


def take_twice(world: World) -> Round:
    page, _approve = sent_outcome(world)
    take = partial(actions.take, page_id=page.pk)

    def check(answers: list[Answer]) -> None:
        assert all(answers), answers
        first, second = taken_by(page)
        assert {first, second} == {world.secretariat, world.second}
        # Whoever lost it again is told.
        assert told(page, "taken_over") == [first.email]

    return Round((partial(take, by=world.secretariat), partial(take, by=world.second)), check)


def take_against_hand_over(world: World) -> Round:
    page, _approve = sent_outcome(world)
    actions.take(page_id=page.pk, by=world.secretariat)
    take = partial(actions.take, page_id=page.pk, by=world.second)
    hand_over = partial(actions.hand_over, page_id=page.pk, to=world.third, by=world.secretariat)

    def check(answers: list[Answer]) -> None:
        assert all(answers), answers
        had, then, now = taken_by(page)
        assert had == world.secretariat
        assert {then, now} == {world.second, world.third}
        assert told(page, "handed_over") == [world.third.email]
        # Whoever handed it over themselves is not told that they have it no more.
        assert told(page, "taken_over") == [user.email for user in ([had] if then == world.second else []) + [then]]

    return Round((take, hand_over), check)


def other_questions(world: World, kind: str) -> Callable[[], Any]:
    """A new version of the list: what it demands stays, what it asks beside that is new."""
    before = Checklist.objects.in_force(kind)
    kept = [question for question in before.questions if question.is_mandatory]
    new = Question("", {"en": f"Asked in version {before.version + 1}."}, is_mandatory=False)
    return partial(
        actions.revise_checklist, kind=kind, based_on=before.version, questions=[*kept, new], by=world.second
    )


def approve_against_new_questions(world: World) -> Round:
    page, approve = sent_outcome(world)
    asked = Checklist.objects.in_force(ChecklistKind.DELIVERY).version

    def check(answers: list[Answer]) -> None:
        assert answers[1], answers
        assert answers[0] or "questions of quality control have changed" in answers[0].says
        assert fresh(page).live == bool(answers[0])
        if answers[0]:
            assert fresh(page).approval.checklist_id == asked
        assert logged(page, "moderation.approve") == int(bool(answers[0]))

    return Round(
        (partial(approve, by=world.secretariat, checklist=asked), other_questions(world, ChecklistKind.DELIVERY)), check
    )


def revisions() -> int:
    return ModelLogEntry.objects.filter(action="moderation.revise_checklist").count()


def revise_one_list_twice(world: World) -> Round:
    before, logged_before = Checklist.objects.count(), revisions()
    revise = other_questions(world, ChecklistKind.DELIVERY)

    def check(answers: list[Answer]) -> None:
        assert "Somebody else changed these questions" in one_of(answers).says
        assert (Checklist.objects.count(), revisions()) == (before + 1, logged_before + 1)

    return Round((revise, revise), check)


def revise_two_lists(world: World) -> Round:
    before, logged_before = Checklist.objects.count(), revisions()
    kinds = (ChecklistKind.DELIVERY, ChecklistKind.TRANSLATION)
    acts = tuple(other_questions(world, kind) for kind in kinds)

    def check(answers: list[Answer]) -> None:
        assert all(answers), answers
        assert (Checklist.objects.count(), revisions()) == (before + 2, logged_before + 2)

    return Round(acts, check)


def edit_while_small_fixes_are_confirmed(world: World) -> Round:
    page, _approve = sent_outcome(world)
    actions.begin_small_fixes(page_id=page.pk, by=world.second, seal=stories.seal_of(page))
    stories.edit(fresh(page), world.second, abstract="Three models of financing, compared.")
    actions.ask_to_confirm(page_id=page.pk, by=world.second)
    seal = stories.seal_of(page)
    client = Client()
    client.force_login(world.second)
    edit = partial(client.post, reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(title="Edited again"))
    confirm = partial(actions.confirm_small_fixes, page_id=page.pk, by=world.chair, seal=seal)

    def check(answers: list[Answer]) -> None:
        assert answers[1], answers
        assert answers[0] or "changed since you opened it" in answers[0].says
        assert logged(page, "moderation.confirm_small_fixes") == int(bool(answers[0]))
        assert fresh(page).draft().title == "Edited again"
        # What was confirmed, if anything, is not what stands there now.
        with pytest.raises(actions.NotDecidable, match="not confirmed the small fixes"):
            stories.approve(page_id=page.pk, by=world.secretariat, seal=stories.seal_of(page), answers=stories.ALL_YES)

    return Round((confirm, edit), check)


def end_a_preview_link_twice(world: World) -> Round:
    page = stories.draft_outcome(world.group, world.chair)
    now = timezone.now()
    actions.make_preview_link(page=page, audience="Advisory Board", days=7, by=world.secretariat, now=now)
    link = PreviewLink.objects.get(work=page.translation_key)
    end = partial(actions.revoke_preview_link, link_id=link.pk, now=now)

    def check(answers: list[Answer]) -> None:
        assert all(answers), answers
        link.refresh_from_db()
        entry = PageLogEntry.objects.get(page=page.pk, action="moderation.unshare")
        assert link.revoked_by == entry.user

    return Round((partial(end, by=world.secretariat), partial(end, by=world.second)), check)


def erase_twice(world: World) -> Round:
    file = stories.upload(world.chair, content=stories.PDF + secrets.token_bytes())
    erase = partial(erase_file, upload=file, by=world.administrator, reason="A participant asked for it.")

    def check(answers: list[Answer]) -> None:
        assert all(answers), answers
        assert File.objects.get(pk=file.pk).erased_at
        assert ModelLogEntry.objects.filter(action="files.erase", object_id=str(file.pk)).count() == 1
        assert not file.file.storage.exists(file.file.name)

    return Round((erase, erase), check)


def approve_while_a_file_is_erased(world: World) -> Round:
    file = stories.upload(world.chair, content=stories.PDF + secrets.token_bytes())
    page = stories.draft_outcome(world.group, world.chair, file=file)
    seal = stories.send(page, world.chair)
    approve = partial(stories.approve, page_id=page.pk, by=world.secretariat, seal=seal, answers=stories.ALL_YES)
    erase = partial(erase_file, upload=file, by=world.administrator, reason="A participant asked for it.")

    def check(answers: list[Answer]) -> None:
        refused = one_of(answers)
        assert "has changed since you opened it" in refused.says or "Withdraw that first" in refused.says
        assert fresh(page).live == bool(answers[0])
        assert bool(File.objects.get(pk=file.pk).erased_at) == bool(answers[1])
        assert file.file.storage.exists(file.file.name) == bool(answers[0])
        assert logged(page, "moderation.approve") == int(bool(answers[0]))

    return Round((approve, erase), check)


def use_one_file_in_two_works(world: World) -> Round:
    file = stories.upload(world.chair, content=stories.PDF + secrets.token_bytes())
    works = [uuid4(), uuid4()]
    acts = tuple(partial(claim_files, documents=[file.pk], work=work, by=world.chair) for work in works)

    def check(answers: list[Answer]) -> None:
        assert "belongs to another page" in one_of(answers).says
        assert File.objects.get(pk=file.pk).work == works[not answers[0]]

    return Round(acts, check)


def translate_one_text_twice(world: World) -> Round:
    page = stories.publish_outcome(world.group, chair=world.chair, reviewer=world.secretariat)
    request = request_translation(page_id=page.pk, language="fr", by=world.secretariat)
    first = segments_of(request)[0]
    texts = ("Un guide", "Un manuel")

    def translate(by: Any, text: str) -> None:
        typed = {f"segment-{first.pk}": text, f"seen-{first.pk}": mark_of("")}
        if save(request=request, data=typed, uploads={}, by=by).conflicts:
            raise MetAnotherText

    def check(answers: list[Answer]) -> None:
        one_of(answers)
        assert segments_of(request)[0].translation == texts[not answers[0]]

    return Round((partial(translate, world.translator, texts[0]), partial(translate, world.reviewer, texts[1])), check)


def two_workers(world: World) -> Round:
    """Jobs of which each writes a mail, which the same two workers then send."""
    run_due_jobs()
    Message.objects.all().delete()
    for mail in world.mails.iterdir():
        mail.unlink()
    readers = [f"reader{number}@city.example" for number in range(READERS)]
    for reader in readers:
        write_to.enqueue(reader)

    def work() -> None:
        run_due_jobs()
        deliver_due(now=timezone.now())

    def check(answers: list[Answer]) -> None:
        assert all(answers), answers
        work()
        assert not DBTaskResult.objects.exists()
        assert sorted(Message.objects.values_list("to", flat=True)) == sorted(readers)
        assert sorted(mails_in(world.mails)) == sorted(readers)

    return Round((work, work), check)


RACES = (
    approve_against_return,
    approve_twice,
    edit_while_approving,
    send_twice,
    add_outcomes_while_the_group_is_published,
    approve_while_a_translation_is_approved,
    publish_when_due_twice,
    cancel_when_due,
    withdraw_when_due,
    withdraw_twice,
    take_twice,
    take_against_hand_over,
    approve_against_new_questions,
    revise_one_list_twice,
    revise_two_lists,
    edit_while_small_fixes_are_confirmed,
    end_a_preview_link_twice,
    erase_twice,
    approve_while_a_file_is_erased,
    use_one_file_in_two_works,
    translate_one_text_twice,
    two_workers,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda prepare: prepare.__name__)
def test_whoever_is_second_is_told_and_nothing_contradicts(
    prepare: Callable[[World], Round], db: World, measured: Callable[[str], None]
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
    measured(f"{prepare.__name__}: {ROUNDS} rounds, the first act went well in {first}")
