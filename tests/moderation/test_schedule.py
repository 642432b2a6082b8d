"""Approved with a time: decided once, checked twice, published when it is due, and the Secretariat can undo it."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, PageLogEntry, Revision

from files.models import File
from focusgroups.actions import add_member
from focusgroups.choices import Role
from moderation import actions
from moderation.actions import (
    ContentChanged,
    NotDecidable,
    NotSendable,
    cancel_schedule,
    publish_due,
    withdraw,
)
from moderation.checking import findings
from moderation.choices import Stage
from moderation.models import Approval, QualityControl
from moderation.standing import standing_of
from outbox.models import Message
from outcomes.models import OutcomePage
from tests import scenes, stories
from tests.factories import PersonFactory
from tests.moderation.conftest import fresh, what_the_public_sees

pytestmark = pytest.mark.django_db

LATER = timezone.now() + timedelta(days=3)
DUE = LATER + timedelta(minutes=1)


def schedule(page: OutcomePage, *, sender: Any, reviewer: Any, at: datetime = LATER, **values: Any) -> None:
    seal = stories.send(page, sender)
    stories.approve(page_id=page.pk, by=reviewer, seal=seal, answers=stories.ALL_YES, publish_at=at, **values)


@scenes.scene
def outcome_with_a_time() -> OutcomePage:
    page, chair = scenes.public_outcome(), scenes.chair().user
    other = stories.upload(chair, name="second.pdf", content=stories.PDF + b"second")
    value = {"document": other, "language": "en", "description": "Report", "accessible": True}
    stories.edit(page, chair, title="Second version", files=[("file", value)])
    schedule(page, sender=chair, reviewer=scenes.secretariat())
    return fresh(page)


@pytest.fixture
def scheduled(outcome_with_a_time: OutcomePage) -> OutcomePage:
    """A live outcome whose second version, with another file, waits for its time."""
    return outcome_with_a_time


def kinds(since: int = 0) -> list[str]:
    return list(Message.objects.filter(pk__gt=since).order_by("pk").values_list("kind", flat=True))


# --- Until it is due ----------------------------------------------------------------------------------------


def test_until_then_the_live_page_and_its_files_stay(public_outcome: OutcomePage, chair: Any, secretariat: Any) -> None:
    before = what_the_public_sees()
    approvals = Approval.objects.count()

    stories.edit(public_outcome, chair, title="Second version")
    schedule(public_outcome, sender=chair, reviewer=secretariat)

    assert publish_due(now=LATER - timedelta(minutes=1)) == (0, [])
    assert what_the_public_sees() == before
    assert Approval.objects.count() == approvals
    assert standing_of(fresh(public_outcome)).stage == Stage.SCHEDULED
    assert list(findings()) == []


def test_a_draft_never_published_waits_in_private(public_group: Any, chair: Any, secretariat: Any) -> None:
    page = stories.draft_outcome(public_group, chair)

    schedule(page, sender=chair, reviewer=secretariat)

    assert not fresh(page).live
    assert not File.objects.public().exists()


def test_its_authors_are_told_when_it_is_approved_and_when_it_is_public(scheduled: OutcomePage) -> None:
    told = Message.objects.filter(kind="moderation.scheduled")
    last = Message.objects.latest("pk").pk

    publish_due(now=DUE)

    assert {message.to for message in told} == {user.email for user in scheduled.group.leader_users()}
    assert set(kinds(last)) == {"moderation.approved"}


def test_when_it_is_due_it_is_published_with_its_files(scheduled: OutcomePage, secretariat: Any, logged: Any) -> None:
    published = publish_due(now=DUE)

    page = fresh(scheduled)
    assert published == (1, [])
    assert (page.title, page.live, page.has_unpublished_changes) == ("Second version", True, False)
    assert (page.approval.version, page.approval.reviewer) == ("1.1", secretariat)
    assert File.objects.public().get().filename.startswith("second")
    assert logged("moderation.schedule").user == secretariat
    assert publish_due(now=DUE) == (0, [])
    assert list(findings()) == []


# --- What cannot be done meanwhile --------------------------------------------------------------------------


def test_nobody_edits_it_takes_it_back_or_decides_again(
    scheduled: OutcomePage, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    seal = stories.seal_of(scheduled)
    lock = scheduled.get_lock()

    assert lock.for_user(chair)
    assert lock.for_user(secretariat)
    assert "will be published on" in lock.get_message(chair)
    with pytest.raises(NotSendable, match="cancel the schedule first"):
        actions.take_back(page_id=scheduled.pk, by=chair)
    with pytest.raises(NotDecidable, match="approved already"):
        stories.approve(page_id=scheduled.pk, by=second_secretariat, seal=seal, answers=stories.ALL_YES)
    with pytest.raises(NotDecidable, match="approved already"):
        actions.return_to_group(page_id=scheduled.pk, by=second_secretariat, seal=seal, points=[("", "Mend.")])
    with pytest.raises(NotSendable, match="sent already"):
        actions.send_to_quality_control(page_id=scheduled.pk, by=chair, note=stories.NOTE)


def test_who_may_not_take_it_back_learns_nothing_of_the_time(scheduled: OutcomePage, french_translator: Any) -> None:
    with pytest.raises(NotSendable, match="Only its group and the Secretariat"):
        actions.take_back(page_id=scheduled.pk, by=french_translator)


def test_a_withdrawal_ends_the_schedule(scheduled: OutcomePage, secretariat: Any) -> None:
    withdraw(page_id=scheduled.pk, by=secretariat, reason="A figure was wrong.")

    assert publish_due(now=DUE) == (0, [])
    assert not fresh(scheduled).live


@pytest.mark.parametrize(
    ("at", "message"), [(timezone.now() - timedelta(minutes=1), "has passed"), (LATER, "published at once")]
)
def test_a_time_is_refused_when_set_where_it_cannot_be_kept(
    at: datetime, message: str, public_outcome: OutcomePage, chair: Any, secretariat: Any, monkeypatch: Any
) -> None:
    stories.edit(public_outcome, chair, title="Second version")
    if message == "published at once":
        monkeypatch.setattr(OutcomePage, "is_source", lambda self: False)
        monkeypatch.setattr(OutcomePage, "why_not_send", lambda self, user: None)

    with pytest.raises(NotDecidable, match=message):
        schedule(public_outcome, sender=chair, reviewer=secretariat, at=at)

    assert not QualityControl.objects.exclude(publish_at=None).exists()


def test_four_eyes_and_the_checklist_are_asked_when_it_is_set(
    public_outcome: OutcomePage, chair: Any, co_chair: Any, secretariat: Any
) -> None:
    stories.edit(public_outcome, chair, title="Second version")
    seal = stories.send(public_outcome, chair)

    for by, answers in ((co_chair, stories.ALL_YES), (secretariat, {})):
        with pytest.raises(NotDecidable):
            stories.approve(page_id=public_outcome.pk, by=by, seal=seal, answers=answers, publish_at=LATER)

    assert standing_of(fresh(public_outcome)).stage == Stage.IN_REVIEW


# --- Undone -------------------------------------------------------------------------------------------------


def test_the_secretariat_cancels_it_and_it_waits_again(
    scheduled: OutcomePage, second_secretariat: Any, chair: Any, logged: Any
) -> None:
    before = what_the_public_sees()
    last = Message.objects.latest("pk").pk

    cancel_schedule(page_id=scheduled.pk, by=second_secretariat)

    assert standing_of(fresh(scheduled)).stage == Stage.IN_REVIEW
    assert logged("moderation.unschedule").user == second_secretariat
    assert set(kinds(last)) == {"moderation.unscheduled"}
    assert publish_due(now=DUE) == (0, [])
    assert what_the_public_sees() == before
    stories.approve(
        page_id=scheduled.pk, by=second_secretariat, seal=stories.seal_of(scheduled), answers=stories.ALL_YES
    )
    assert fresh(scheduled).title == "Second version"


def test_nobody_else_cancels_it_and_it_is_cancelled_once(
    scheduled: OutcomePage, chair: Any, support: Any, secretariat: Any
) -> None:
    for user in (chair, support):
        with pytest.raises(NotDecidable):
            cancel_schedule(page_id=scheduled.pk, by=user)
    cancel_schedule(page_id=scheduled.pk, by=secretariat)

    with pytest.raises(NotDecidable, match="no time of publication any more"):
        cancel_schedule(page_id=scheduled.pk, by=secretariat)


# --- Refused when due ---------------------------------------------------------------------------------------


def edited_meanwhile(page: OutcomePage, reviewer: Any) -> str:
    stories.edit(page, page.group.leader_users()[0], abstract="Nobody has read this.")
    return "It has changed since you opened it"


def reviewer_joined_the_group(page: OutcomePage, reviewer: Any) -> str:
    person = PersonFactory(user=reviewer)
    by = page.group.leader_users()[0]
    add_member(group=page.group, person=person, role=Role.PARTICIPANT, by=by, today=timezone.localdate())
    return "You are or were a member of this focus group"


def reviewer_left(page: OutcomePage, reviewer: Any) -> str:
    reviewer.delete()
    return "does not exist any more"


def group_withdrawn(page: OutcomePage, reviewer: Any) -> str:
    Page.objects.filter(pk=page.get_parent().pk).update(live=False)
    return "not public yet"


REFUSALS = (edited_meanwhile, reviewer_joined_the_group, reviewer_left, group_withdrawn)


@pytest.mark.parametrize("happens", REFUSALS, ids=lambda happens: happens.__name__)
def test_it_is_checked_again_when_it_is_due(
    happens: Any, scheduled: OutcomePage, secretariat: Any, second_secretariat: Any
) -> None:
    reason = happens(scheduled, secretariat)
    before = what_the_public_sees()
    last = Message.objects.latest("pk").pk

    assert publish_due(now=DUE) == (0, [])

    assert what_the_public_sees() == before
    assert standing_of(fresh(scheduled)).stage == Stage.IN_REVIEW
    mails = Message.objects.filter(pk__gt=last)
    assert second_secretariat.email in {mail.to for mail in mails}
    assert all(reason in mail.text for mail in mails)


def test_the_mail_that_says_why_speaks_the_language_of_its_reader_alone(
    scheduled: OutcomePage, chair: Any, secretariat: Any
) -> None:
    chair.mail_language = "fr"
    chair.save()
    english = edited_meanwhile(scheduled, secretariat)

    publish_due(now=DUE)

    texts = dict(Message.objects.filter(kind="moderation.unscheduled").values_list("language", "text"))
    assert english in texts["en"]
    assert english not in texts["fr"]
    with translation.override("fr"):
        assert str(ContentChanged()) in texts["fr"]
    assert PageLogEntry.objects.get(action="moderation.unschedule").data["reason"].startswith(english)


def test_one_refusal_and_one_error_do_not_stop_the_others(
    public_group: Any, chair: Any, secretariat: Any, monkeypatch: Any
) -> None:
    broken, refused, well = (
        stories.draft_outcome(public_group, chair, title=title) for title in ("Broken", "Refused", "Well")
    )
    for minutes, page in enumerate((broken, refused, well)):
        schedule(page, sender=chair, reviewer=secretariat, at=LATER + timedelta(seconds=minutes))
    stories.edit(refused, chair, abstract="Nobody has read this.")
    approved = OutcomePage.approved

    def sometimes(self: OutcomePage, *args: Any) -> None:
        if self.pk == broken.pk:
            raise OSError("The disk is full.")
        approved(self, *args)

    monkeypatch.setattr(OutcomePage, "approved", sometimes)

    published, errors = publish_due(now=DUE)

    assert (published, len(errors)) == (1, 1)
    assert "The disk is full." in errors[0]
    assert [fresh(page).live for page in (broken, refused, well)] == [False, False, True]
    monkeypatch.undo()
    assert publish_due(now=DUE) == (1, [])
    assert fresh(broken).live


# --- The command --------------------------------------------------------------------------------------------


def test_publish_scheduled_takes_each_on_its_own(
    public_group: Any, chair: Any, secretariat: Any, monkeypatch: Any
) -> None:
    """A revision that slipped past the gate's own check is refused; what stands behind it in the line is not."""
    slipped = stories.draft_outcome(public_group, chair, title="Slipped")
    well = stories.draft_outcome(public_group, chair, title="Well")
    schedule(well, sender=chair, reviewer=secretariat)
    about = Page.objects.get(slug="about", locale__language_code="en").specific
    about.title = "About us"
    ordinary = about.save_revision()
    now = timezone.now()
    Revision.objects.filter(pk=slipped.latest_revision_id).update(approved_go_live_at=now - timedelta(hours=2))
    Revision.objects.filter(pk=ordinary.pk).update(approved_go_live_at=now - timedelta(hours=1))
    monkeypatch.setattr(timezone, "now", lambda: DUE)

    with pytest.raises(CommandError, match="quality control"):
        call_command("publish_scheduled", stdout=StringIO())

    assert not fresh(slipped).live
    assert fresh(well).live
    assert fresh(about).title == "About us"


def everything() -> dict[str, Any]:
    models = (Page, Revision, Approval, QualityControl, File, Message, PageLogEntry)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_dry_run_says_what_would_happen_and_changes_nothing(
    public_group: Any, chair: Any, secretariat: Any, second_secretariat: Any, monkeypatch: Any
) -> None:
    well = stories.draft_outcome(public_group, chair, title="Well")
    schedule(well, sender=chair, reviewer=secretariat)
    refused = stories.draft_outcome(public_group, chair, title="Refused")
    schedule(refused, sender=chair, reviewer=second_secretariat)
    second_secretariat.groups.clear()
    slipped = stories.draft_outcome(public_group, chair, title="Slipped")
    about = Page.objects.get(slug="about", locale__language_code="en").specific
    ordinary = about.save_revision()
    yesterday = timezone.now() - timedelta(days=1)
    Revision.objects.filter(pk__in=[slipped.latest_revision_id, ordinary.pk]).update(approved_go_live_at=yesterday)
    Page.objects.filter(pk__in=[about.pk, stories.page_of(public_group).pk]).update(expire_at=yesterday)
    monkeypatch.setattr(timezone, "now", lambda: DUE)
    before, told = everything(), StringIO()

    call_command("publish_scheduled", dryrun=True, stdout=told)

    lines = sorted(line.partition(",")[0] for line in told.getvalue().splitlines())
    assert lines == [
        "Nothing was changed.",
        "Would be published: “About the focus groups” (en)",
        "Would be published: “Well” (en)",
        "Would be refused: “Slipped” (en)",
        "Would be taken offline: “About the focus groups” (en)",
        "Would go back to quality control: “Refused” (en)",
    ]
    assert everything() == before
    assert publish_due(now=DUE)[0] == 1


def test_no_date_takes_a_gated_page_down(public_outcome: OutcomePage) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    about = Page.objects.get(slug="about", locale__language_code="en")
    Page.objects.filter(pk__in=[public_outcome.pk, about.pk]).update(expire_at=yesterday)

    call_command("publish_scheduled", stdout=StringIO())

    assert [fresh(page).live for page in (public_outcome, about)] == [True, False]


# --- The screens --------------------------------------------------------------------------------------------


def typed(page: OutcomePage, at: str) -> dict[str, str]:
    asked = {"seal": stories.seal_of(page), "checklist": str(page.checklist().version)}
    return {**asked, "publish_at": at, **dict.fromkeys(stories.ALL_YES, "on")}


def test_the_time_is_set_shown_and_cancelled_in_the_browser(
    public_group: Any, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    stories.send(page, chair)
    client, leader = signed_in(secretariat), signed_in(chair)
    day = timezone.localtime(LATER)
    review = reverse("moderation:review", args=[page.pk])

    answer = client.post(
        reverse("moderation:approve", args=[page.pk]), typed(page, day.strftime("%Y-%m-%dT10:30")), follow=True
    )

    when = day.strftime("%-d %B %Y")
    assert "is approved; it will be published on" in answer.content.decode()
    for reader, address in (
        (client, review),
        (client, reverse("moderation:queue")),
        (client, reverse("focusgroups:my_groups")),
        (leader, reverse("focusgroups:my_groups")),
        (leader, reverse("wagtailadmin_pages:edit", args=[page.pk])),
    ):
        html = reader.get(address).content.decode()
        assert f"ill be published on {when}" in html, address
    assert 'id="approve-title"' not in client.get(review).content.decode()
    assert Client().get(page.url).status_code == 404

    answer = client.post(reverse("moderation:cancel_schedule", args=[page.pk]), follow=True)

    assert "it waits for a decision again" in answer.content.decode()
    assert 'id="approve-title"' in answer.content.decode()


def test_a_time_that_has_passed_is_said_at_the_form(
    public_group: Any, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    stories.send(page, chair)

    answer = signed_in(secretariat).post(reverse("moderation:approve", args=[page.pk]), typed(page, "2020-01-01T10:30"))

    assert "The time of publication has passed" in answer.content.decode()
    assert not fresh(page).live


@pytest.mark.parametrize("role", ["chair", "support", "french_translator"])
def test_the_others_have_no_door_to_cancel(
    role: str, scheduled: OutcomePage, signed_in: Any, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(role))

    client.post(reverse("moderation:cancel_schedule", args=[scheduled.pk]))

    assert standing_of(fresh(scheduled)).stage == Stage.SCHEDULED
