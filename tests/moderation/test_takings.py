"""Who looks after what waits, until when, and who is reminded (E11)."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation import emails, working_days
from moderation.actions import (
    NotDecidable,
    ask_to_confirm,
    begin_small_fixes,
    confirm_small_fixes,
    hand_over,
    remind_due,
    return_to_group,
    take,
    take_back,
)
from moderation.models import QualityControl, Reminder, Taking
from moderation.models.event import Immutable
from moderation.rules import add_working_days
from outbox.models import Message
from tests import scenes, stories

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")


@scenes.scene
def outcome_to_take() -> Any:
    """An outcome that waits for quality control; its mails so far are forgotten."""
    made, chair = scenes.public_group(), scenes.chair().user
    page = stories.draft_outcome(made, chair)
    stories.send(page, chair)
    Message.objects.all().delete()
    return page


@pytest.fixture
def outcome(outcome_to_take: Any) -> Any:
    return outcome_to_take


def round_of(page: Any) -> QualityControl:
    return QualityControl.objects.get(workflow_state__object_id=str(page.pk))


def mails() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("kind", "to"))


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=BRUSSELS)


# --- Until when ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent_on", "number", "due_on"),
    [
        (date(2026, 3, 2), 10, date(2026, 3, 16)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        # Over Easter: Good Friday and Easter Monday are free.
        (date(2026, 4, 1), 2, date(2026, 4, 7)),
    ],
)
def test_a_due_day_counts_working_days_alone(sent_on: date, number: int, due_on: date) -> None:
    free = {date(2026, 4, 3), date(2026, 4, 6)}

    assert add_working_days(sent_on, number, free.__contains__) == due_on


@pytest.mark.parametrize("free", ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-15", "2026-07-21", "2027-05-17"])
def test_the_secretariat_does_not_work_on_the_holidays_of_brussels(free: str) -> None:
    assert working_days.is_free(date.fromisoformat(free))


def test_the_commissions_own_closing_days_come_from_a_setting(settings: Any) -> None:
    settings.SCM_CLOSED_DAYS = ["2026-12-28"]

    assert working_days.is_free(date(2026, 12, 28))
    assert not working_days.is_free(date(2026, 12, 29))


def test_what_is_sent_is_due_after_ten_working_days(outcome: Any) -> None:
    assert round_of(outcome).due_on == working_days.working_days_after(timezone.localdate(), 10)


# --- Take and hand over -------------------------------------------------------------------------------------


def test_who_takes_a_round_is_kept_and_logged(outcome: Any, secretariat: Any, logged: Any) -> None:
    take(page_id=outcome.pk, by=secretariat)

    assert round_of(outcome).taker == secretariat
    assert list(Taking.objects.values_list("taker", "by")) == [(secretariat.pk, secretariat.pk)]
    assert logged("moderation.take").user == secretariat
    assert mails() == []


def test_taking_twice_is_taking_once(outcome: Any, secretariat: Any) -> None:
    take(page_id=outcome.pk, by=secretariat)
    take(page_id=outcome.pk, by=secretariat)

    assert Taking.objects.count() == 1


@pytest.mark.parametrize("who", ["chair", "co_chair", "support", "french_translator", "administrator"])
def test_who_may_not_decide_cannot_take(
    outcome: Any, who: str, request: pytest.FixtureRequest, everything: Any
) -> None:
    user = request.getfixturevalue(who)
    before = everything()

    with pytest.raises(NotDecidable):
        take(page_id=outcome.pk, by=user)

    assert (everything(), Taking.objects.count()) == (before, 0)


def test_handing_over_tells_who_gets_it(outcome: Any, secretariat: Any, second_secretariat: Any) -> None:
    take(page_id=outcome.pk, by=secretariat)

    hand_over(page_id=outcome.pk, to=second_secretariat, by=secretariat)

    assert round_of(outcome).taker == second_secretariat
    assert mails() == [("moderation.handed_over", second_secretariat.email)]


def test_taking_over_tells_who_had_it(outcome: Any, secretariat: Any, second_secretariat: Any) -> None:
    take(page_id=outcome.pk, by=secretariat)

    take(page_id=outcome.pk, by=second_secretariat)

    assert mails() == [("moderation.taken_over", secretariat.email)]


def test_nobody_hands_over_to_somebody_who_may_not_decide(outcome: Any, secretariat: Any, co_chair: Any) -> None:
    with pytest.raises(NotDecidable, match="may not decide"):
        hand_over(page_id=outcome.pk, to=co_chair, by=secretariat)

    assert round_of(outcome).taker is None


def test_an_administrator_hands_over_what_waits_with_somebody_who_is_away(
    outcome: Any, secretariat: Any, second_secretariat: Any, administrator: Any
) -> None:
    take(page_id=outcome.pk, by=secretariat)

    hand_over(page_id=outcome.pk, to=second_secretariat, by=administrator)

    assert mails() == [
        ("moderation.handed_over", second_secretariat.email),
        ("moderation.taken_over", secretariat.email),
    ]


def test_somebody_else_still_decides_and_the_taker_is_told(
    outcome: Any, secretariat: Any, second_secretariat: Any, chair: Any, co_chair: Any
) -> None:
    take(page_id=outcome.pk, by=secretariat)

    stories.approve(page_id=outcome.pk, by=second_secretariat, seal=stories.seal_of(outcome), answers=stories.ALL_YES)

    assert ("moderation.decided_by_another", secretariat.email) in mails()
    assert [kind for kind, to in mails() if to == second_secretariat.email] == []
    assert round_of(outcome).taker == secretariat


def test_a_finished_round_is_taken_by_nobody_and_forgets_nothing(outcome: Any, secretariat: Any) -> None:
    take(page_id=outcome.pk, by=secretariat)
    seal = stories.seal_of(outcome)
    return_to_group(page_id=outcome.pk, by=secretariat, seal=seal, points=[("abstract", "Name the cities.")])

    with pytest.raises(NotDecidable):
        take(page_id=outcome.pk, by=secretariat)

    assert Taking.objects.get().taker == secretariat
    with pytest.raises(Immutable):
        Taking.objects.update(taker=None)


def returned_and_sent_again(page: Any, chair: Any, reviewer: Any) -> QualityControl:
    seal = stories.seal_of(page)
    return_to_group(page_id=page.pk, by=reviewer, seal=seal, points=[("abstract", "Name the cities.", False)])
    Message.objects.all().delete()
    stories.edit(page, chair, abstract="For Ghent and Graz.")
    stories.send(page, chair)
    return QualityControl.objects.latest("pk")


def test_what_comes_back_after_a_return_is_with_whoever_returned_it(
    outcome: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    take(page_id=outcome.pk, by=second_secretariat)

    again = returned_and_sent_again(outcome, chair, secretariat)

    assert again.taker == secretariat
    assert again.takings.get().by is None
    assert again.due_on == working_days.working_days_after(timezone.localdate(), 10)
    assert mails() == [("moderation.waiting", secretariat.email)]
    assert "You had it before, so you have it again." in Message.objects.get().text


def test_what_comes_back_is_open_to_all_where_whoever_returned_it_may_not_decide_any_more(
    outcome: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    seal = stories.seal_of(outcome)
    return_to_group(page_id=outcome.pk, by=secretariat, seal=seal, points=[("abstract", "Name them.", False)])
    stories.edit(outcome, secretariat, abstract="For Ghent and Graz.")
    Message.objects.all().delete()

    stories.send(outcome, chair)

    assert QualityControl.objects.latest("pk").taker is None
    assert mails() == [("moderation.waiting", second_secretariat.email)]


def test_what_was_taken_back_is_with_whoever_had_it_when_it_is_sent_again(
    outcome: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    take(page_id=outcome.pk, by=secretariat)
    take_back(page_id=outcome.pk, by=chair)
    Message.objects.all().delete()

    stories.send(outcome, chair)

    assert QualityControl.objects.latest("pk").taker == secretariat
    assert mails() == [("moderation.waiting", secretariat.email)]


def test_a_new_version_is_open_to_all(outcome: Any, chair: Any, secretariat: Any, second_secretariat: Any) -> None:
    stories.approve(page_id=outcome.pk, by=secretariat, seal=stories.seal_of(outcome), answers=stories.ALL_YES)
    stories.edit(outcome, chair, abstract="For Ghent and Graz.")
    Message.objects.all().delete()

    stories.send(outcome, chair)

    assert QualityControl.objects.latest("pk").taker is None
    assert len(mails()) == 2


def test_taking_back_tells_the_taker_alone(outcome: Any, chair: Any, secretariat: Any, second_secretariat: Any) -> None:
    take(page_id=outcome.pk, by=secretariat)

    take_back(page_id=outcome.pk, by=chair)

    assert mails() == [("moderation.taken_back", secretariat.email)]


# --- Reminders ----------------------------------------------------------------------------------------------


def test_before_its_last_days_nobody_is_reminded(outcome: Any, secretariat: Any) -> None:
    assert remind_due(now=on(round_of(outcome).due_on - timedelta(days=7))) == 0
    assert mails() == []


@pytest.mark.parametrize(("later", "step"), [(0, "soon"), (1, "overdue")])
def test_all_who_may_decide_are_reminded_once_while_nobody_took_it(
    outcome: Any, secretariat: Any, second_secretariat: Any, co_chair: Any, later: int, step: str
) -> None:
    now = on(round_of(outcome).due_on + timedelta(days=later))

    reminded = [remind_due(now=now) for _look in range(3)]

    assert reminded == [1, 0, 0]
    assert Reminder.objects.get().step == step
    assert mails() == [
        ("moderation.reminder", second_secretariat.email),
        ("moderation.reminder", secretariat.email),
    ]


def test_the_taker_alone_is_reminded(outcome: Any, secretariat: Any, second_secretariat: Any) -> None:
    take(page_id=outcome.pk, by=secretariat)

    remind_due(now=on(round_of(outcome).due_on))

    assert mails() == [("moderation.reminder", secretariat.email)]
    assert "You have taken it." in Message.objects.get().text


def test_a_taker_who_may_not_decide_any_more_does_not_keep_it_from_the_others(
    outcome: Any, secretariat: Any, second_secretariat: Any
) -> None:
    take(page_id=outcome.pk, by=secretariat)
    stories.edit(outcome, secretariat, abstract="Edited in review.")

    remind_due(now=on(round_of(outcome).due_on))

    assert mails() == [("moderation.reminder", second_secretariat.email)]


def test_a_worker_that_was_away_for_days_writes_the_latest_step_alone(outcome: Any, secretariat: Any) -> None:
    remind_due(now=on(round_of(outcome).due_on + timedelta(days=9)))

    assert list(Reminder.objects.values_list("step", flat=True)) == ["overdue"]
    assert Message.objects.get().subject.startswith("Overdue")


def test_two_workers_that_saw_the_same_round_write_one_reminder(
    outcome: Any, secretariat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moderation.actions import remind

    seen = list(remind.rounds_waiting())
    now = on(seen[0].due_on)
    remind_due(now=now)
    # The other worker read its list before the first one wrote.
    assert not remind._remind(seen[0], "soon")

    assert Message.objects.count() == 1


def test_what_was_decided_is_reminded_of_no_more(outcome: Any, secretariat: Any) -> None:
    due_on = round_of(outcome).due_on
    stories.approve(page_id=outcome.pk, by=secretariat, seal=stories.seal_of(outcome), answers=stories.ALL_YES)

    assert remind_due(now=on(due_on)) == 0


def test_while_the_group_confirms_small_fixes_no_reviewer_is_reminded(
    outcome: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    overdue = on(round_of(outcome).due_on + timedelta(days=1))
    begin_small_fixes(page_id=outcome.pk, by=secretariat, seal=stories.seal_of(outcome))
    stories.edit(outcome, secretariat, abstract="A playbook for charging hubs.")
    ask_to_confirm(page_id=outcome.pk, by=secretariat)

    with_the_group = remind_due(now=overdue)
    confirm_small_fixes(page_id=outcome.pk, by=chair, seal=stories.seal_of(outcome))

    assert (with_the_group, remind_due(now=overdue)) == (0, 1)
    assert ("moderation.reminder", second_secretariat.email) in mails()


# --- The screens --------------------------------------------------------------------------------------------


def test_the_review_screen_takes_and_hands_over(
    outcome: Any, secretariat: Any, second_secretariat: Any, signed_in: Any
) -> None:
    client = signed_in(secretariat)
    review = reverse("moderation:review", args=[outcome.pk])
    assert "Nobody has taken it yet." in client.get(review).content.decode()

    client.post(reverse("moderation:take", args=[outcome.pk]))
    taken = client.get(review).content.decode()
    client.post(reverse("moderation:hand_over", args=[outcome.pk]), {"to": second_secretariat.pk})
    handed_over = client.get(review).content.decode()

    assert "You have had it since" in taken
    assert f"{second_secretariat} has had it since" in handed_over
    assert "You may still decide; they then get a mail." in handed_over


def test_the_support_team_sees_who_has_it_and_has_no_button(
    outcome: Any, secretariat: Any, support: Any, signed_in: Any
) -> None:
    take(page_id=outcome.pk, by=secretariat)
    client = signed_in(support)

    queue = client.get(reverse("moderation:queue")).content.decode()
    review = client.get(reverse("moderation:review", args=[outcome.pk])).content.decode()
    posted = client.post(reverse("moderation:take", args=[outcome.pk]), follow=True).content.decode()

    assert str(secretariat) in queue
    assert "I take this" not in queue + review
    assert "Only the SCM Secretariat decides" in posted
    assert round_of(outcome).taker == secretariat


def test_a_chair_does_not_reach_the_takings(outcome: Any, chair: Any, signed_in: Any) -> None:
    client = signed_in(chair)

    for name in ("take", "hand_over"):
        assert client.post(reverse(f"moderation:{name}", args=[outcome.pk])).status_code in (302, 403)
    assert not Taking.objects.exists()


def test_an_address_from_elsewhere_is_no_way_back(outcome: Any, secretariat: Any, signed_in: Any) -> None:
    answer = signed_in(secretariat).post(
        reverse("moderation:take", args=[outcome.pk]), {"next": "https://elsewhere.example/"}
    )

    assert answer.url == reverse("moderation:review", args=[outcome.pk])


def test_a_round_that_cannot_be_told_of_keeps_no_other_waiting(
    outcome: Any, public_group: Any, chair: Any, monkeypatch: Any
) -> None:
    other = stories.draft_outcome(public_group, chair, title="Another one")
    stories.send(other, chair)
    tell = emails.remind

    def stumble(page: Any, *arguments: Any) -> None:
        if page.pk == outcome.pk:
            raise OSError("The template is gone.")
        tell(page, *arguments)

    monkeypatch.setattr("moderation.emails.remind", stumble)

    assert remind_due(now=on(round_of(outcome).due_on)) == 1
    monkeypatch.undo()
    assert remind_due(now=on(round_of(outcome).due_on)) == 1
