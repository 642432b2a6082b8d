"""The screen of how long quality control takes, with its file (E23)."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from moderation.actions import (
    NewPoint,
    answer_points,
    ask_to_confirm,
    begin_small_fixes,
    cancel_schedule,
    confirm_small_fixes,
    publish_due,
    return_to_group,
    take_back,
)
from moderation.choices import TimedState
from moderation.models import Point
from moderation.time_report import History
from moderation.times import Quarter
from scm_site.demo.clock import on
from tests import scenes, stories

pytestmark = pytest.mark.django_db
SCREEN = reverse("moderation:times")
SUMMER = Quarter(2025, 3)


def summer(month: int, day: int) -> date:
    return date(2025, month, day)


@pytest.fixture
def told(summer_of_rounds: dict[str, Page]) -> dict[str, Page]:
    return summer_of_rounds


@scenes.scene
def summer_of_rounds() -> dict[str, Page]:
    """A summer: 21 July (a Monday) and 15 August (a Friday) are holidays."""
    public_group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    second_secretariat = scenes.staff("SCM Secretariat", "second.secretariat@scm.example")
    names = ("Mended", "Slow", "Taken back", "Nearly")
    pages = {name: stories.draft_outcome(public_group, chair, title=name) for name in names}
    keys = {name: page.pk for name, page in pages.items()}

    def sends(name: str, month: int, day: int) -> None:
        with on(summer(month, day)):
            stories.send(pages[name], chair)

    def decides(
        name: str, by: Any, month: int, day: int, verb: Callable[..., Any] = stories.approve, **how: Any
    ) -> None:
        with on(summer(month, day)):
            seal = stories.seal_of(pages[name])
            verb(
                page_id=keys[name],
                by=by,
                seal=seal,
                **({"answers": stories.ALL_YES} if verb is stories.approve else {}),
                **how,
            )

    def at(month: int, day: int) -> datetime:
        return timezone.make_aware(datetime(2025, month, day, 12))

    # Two days in quality control, two with the group, one in quality control, and then a time that is cancelled.
    sends("Mended", 7, 18)
    decides("Mended", secretariat, 7, 23, return_to_group, points=[NewPoint("", "Say more.")])
    with on(summer(7, 24)):
        answer_points(page_id=keys["Mended"], by=chair, answers={Point.objects.get().pk: ("done", "")})
    sends("Mended", 7, 25)
    decides("Mended", second_secretariat, 7, 28, publish_at=at(7, 30))
    with on(summer(7, 29)):
        cancel_schedule(page_id=keys["Mended"], by=secretariat)
    # Anew: two days, and three until it is public.
    decides("Mended", second_secretariat, 7, 31, publish_at=at(8, 5))
    with on(summer(8, 5)):
        assert publish_due(now=at(8, 5)) == (1, [])
    # Due on the tenth working day, 18 August, decided on the eleventh.
    sends("Slow", 8, 1)
    decides("Slow", secretariat, 8, 19)
    sends("Taken back", 8, 20)
    with on(summer(8, 22)):
        take_back(page_id=keys["Taken back"], by=chair)
    # Seven days, of which the group has it for two; its decision is in the next quarter.
    sends("Nearly", 9, 22)
    decides("Nearly", secretariat, 9, 23, begin_small_fixes)
    with on(summer(9, 24)):
        stories.edit(pages["Nearly"], secretariat, abstract="Four financing models, compared.")
        ask_to_confirm(page_id=keys["Nearly"], by=secretariat)
    decides("Nearly", chair, 9, 26, confirm_small_fixes)
    decides("Nearly", second_secretariat, 10, 1)
    # What waits still.
    sends("Taken back", 10, 6)
    return pages


def figures(quarter: Quarter, **asked: str) -> dict[str, Any]:
    """Number, median, worst and the worst one, by state and by reviewer."""
    report = History(timezone.localdate()).report(quarter, **asked)
    found = {line.state: line.ended for line in report.states} | {line.name: line.decided for line in report.reviewers}
    return {name: (each.number, each.median, each.worst, each.worst_page.title) for name, each in found.items() if each}


def text_of(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def lines(client: Any, **asked: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text_of(client.get(SCREEN, {"format": "csv", **asked})))))[1:]


def test_a_summer_in_figures(told: dict[str, Page], secretariat: Any, second_secretariat: Any) -> None:
    assert figures(SUMMER) == {
        # 2, 1, 2, 11 and 2 days.
        TimedState.IN_REVIEW: (5, 2, 11, "Slow"),
        TimedState.RETURNED: (1, 2, 2, "Mended"),
        TimedState.SMALL_FIXES: (1, 2, 2, "Nearly"),
        TimedState.SCHEDULED: (1, 3, 3, "Mended"),
        str(secretariat): (2, 6.5, 11, "Slow"),
        str(second_secretariat): (2, 1.5, 2, "Mended"),
    }
    assert figures(SUMMER.before(-1)) == {
        TimedState.IN_REVIEW: (1, 7, 7, "Nearly"),
        str(second_secretariat): (1, 7, 7, "Nearly"),
    }
    assert figures(SUMMER.before(1)) == {}


def test_who_was_late_and_what_is_open(told: dict[str, Page], secretariat: Any, second_secretariat: Any) -> None:
    report = History(summer(10, 10)).report(SUMMER)

    assert {line.name: line.decided.late for line in report.reviewers} == {
        str(secretariat): 1,
        str(second_secretariat): 0,
    }
    waiting = {line.state: line.still_open for line in report.states if line.still_open}
    assert set(waiting) == {TimedState.IN_REVIEW}
    found = waiting[TimedState.IN_REVIEW]
    assert (found.number, found.worst, found.worst_page.title) == (1, 4, "Taken back")


def test_only_quarters_in_which_something_ended_and_the_running_one(told: dict[str, Page]) -> None:
    history = History(timezone.localdate())

    # The scene itself is played today.
    assert set(history.quarters()) == {SUMMER, SUMMER.before(-1), Quarter.of(timezone.localdate())}
    assert history.quarters() == sorted(history.quarters(), reverse=True)


def test_the_screen_shows_the_figures_with_the_way_to_the_worst(
    told: dict[str, Page], secretariat: Any, support: Any, signed_in: Any
) -> None:
    for user in (secretariat, support):
        shown = signed_in(user).get(SCREEN, {"quarter": "2025-Q3"}).content.decode()

        assert f'11 – <a href="{reverse("moderation:history", args=[told["Slow"].pk])}">Slow</a>' in shown
        assert "5 ended, median 2, longest 11" in shown
        assert "6.5" in shown
        assert str(secretariat) in shown
        assert "1; the oldest waits" in shown
        assert signed_in(user).get(reverse("moderation:history", args=[told["Slow"].pk])).status_code == 200


def test_the_running_quarter_is_shown_where_none_is_chosen(secretariat: Any, signed_in: Any) -> None:
    client = signed_in(secretariat)
    running = Quarter.of(timezone.localdate())

    for address in ("", "?quarter=", "?quarter=x", "?quarter=2025-Q9", "?quarter=1999-Q1&language=tlh", "?quarter=%00"):
        answer = client.get(SCREEN + address)
        assert answer.status_code == 200
        assert answer.context["report"].quarter == running
    assert "Nothing was decided in this quarter." in answer.content.decode()


def test_one_language_alone(
    public_outcome: Any, secretariat: Any, french_translator: Any, french_reviewer: Any, signed_in: Any
) -> None:
    stories.publish_in_french(
        public_outcome, asked_by=secretariat, translator=french_translator, reviewer=french_reviewer
    )
    running = Quarter.of(timezone.localdate())

    assert figures(running)[TimedState.IN_REVIEW][0] == 3
    assert set(figures(running, language="fr")) == {TimedState.IN_REVIEW, str(french_reviewer)}
    assert set(figures(running, language="en")) == {TimedState.IN_REVIEW, str(secretariat)}
    answer = signed_in(secretariat).get(SCREEN, {"language": "fr", "format": "csv"})
    assert f"quality-control-{running}-fr.csv" in answer["Content-Disposition"]
    assert str(secretariat) not in text_of(answer)


def test_the_file_holds_the_same_figures(
    told: dict[str, Page], secretariat: Any, second_secretariat: Any, signed_in: Any
) -> None:
    found = lines(signed_in(secretariat), quarter="2025-Q3")

    assert ["In quality control", "2025-Q3", "5", "2", "11", "Slow", "1"] in [line[:7] for line in found]
    assert ["In quality control", "2025-Q2", "0", "", "", "", "", "", ""] in found
    assert ["Approved, waits for its time", "2025-Q3", "1", "3", "3", "Mended", "0", "", ""] in found
    assert found[-2:] == sorted(
        [
            [str(secretariat), "2025-Q3", "2", "6.5", "11", "Slow", "", "", "1"],
            [str(second_secretariat), "2025-Q3", "2", "1.5", "2", "Mended", "", "", "0"],
        ]
    )
    assert len(found) == 4 * len(TimedState) + 2


def test_no_cell_of_the_file_is_a_formula(told: dict[str, Page], secretariat: Any, signed_in: Any) -> None:
    Page.objects.filter(pk=told["Slow"].pk).update(draft_title="=1+1")
    get_user_model().objects.filter(pk=secretariat.pk).update(first_name="@SUM(1)", last_name="x")

    cells = [cell for line in lines(signed_in(secretariat), quarter="2025-Q3") for cell in line]

    assert "'=1+1" in cells
    assert any(cell.startswith("'@SUM(1)") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]


def test_a_deleted_account_stays_as_its_number(told: dict[str, Page], second_secretariat: Any) -> None:
    key, name = second_secretariat.pk, str(second_secretariat)
    second_secretariat.delete()

    found = figures(SUMMER)

    assert found[f"deleted account {key}"] == (2, 1.5, 2, "Mended")
    assert name not in found


@pytest.mark.parametrize("who", ["chair", "french_translator", "french_reviewer"])
def test_others_see_no_times(who: str, request: pytest.FixtureRequest, signed_in: Any) -> None:
    client = signed_in(request.getfixturevalue(who))

    for asked in ({}, {"format": "csv"}):
        assert client.get(SCREEN, asked).status_code in (302, 403)
    assert SCREEN not in client.get(reverse("moderation:queue")).content.decode()


def test_the_queue_leads_there(support: Any, signed_in: Any) -> None:
    assert SCREEN in signed_in(support).get(reverse("moderation:queue")).content.decode()


def test_more_rounds_cost_no_more_queries(
    public_group: Any, chair: Any, secretariat: Any, second_secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    client = signed_in(secretariat)

    def decide_some(number: int, reviewer: Any) -> None:
        for place in range(number):
            stories.publish_outcome(public_group, chair=chair, reviewer=reviewer, title=f"Outcome {place}")
            stories.send(stories.draft_outcome(public_group, chair, title=f"Open {place}"), chair)

    decide_some(1, secretariat)
    client.get(SCREEN)
    few = count_queries(lambda: client.get(SCREEN))
    decide_some(4, second_secretariat)

    assert count_queries(lambda: client.get(SCREEN)) == few
    assert count_queries(lambda: History(timezone.localdate()).report(Quarter.of(timezone.localdate()))) == 4
