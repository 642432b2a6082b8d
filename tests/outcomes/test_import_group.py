"""Import of existing groups: facts as the source gives them, drafts only, all or nothing."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from focusgroups.actions import AlreadySetUp, take_over_group
from focusgroups.choices import EventKind, State
from focusgroups.importing import GroupRow, Refused
from focusgroups.models import FocusGroup, FocusGroupPage, WorkProgrammePage
from focusgroups.rules import PartialDate
from outbox.models import Message
from outcomes.actions import import_groups
from outcomes.importing import read_plan
from outcomes.models import Outcome, OutcomePage
from scm_site.demo.seed import REAL_GROUPS
from tests import scenes

ITU = "ITU-T Focus Group on Smart Sustainable Cities"
SMALL_GIANTS = "Small Giants"


def facts(**changes: Any) -> dict[str, Any]:
    group = {
        "name": "Warm homes",
        "sources": ["Minutes of 2020"],
        "outcomes": [{"title": "A guide", "format": "report"}],
    }
    return {"groups": [group | changes]}


def errors_of(data: Any, **options: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        read_plan(data, **options)
    return refusal.value.errors


@pytest.fixture
def file(tmp_path: Path) -> Callable[[Any], Path]:
    def write(data: Any) -> Path:
        path = tmp_path / "groups.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    return write


@scenes.scene
def real_groups() -> dict[str, FocusGroup]:
    plan = read_plan(json.loads(REAL_GROUPS.read_text(encoding="utf-8")))
    return {group.name: group for group in import_groups(plan=plan, by=None, today=scenes.NEW_YEAR)}


# --- Two real groups ---


def test_dates_are_kept_as_exactly_as_the_record_gives_them(real_groups: dict[str, FocusGroup]) -> None:
    group = FocusGroup.objects.get(name=ITU)
    events = {event.note.partition(";")[0]: str(event.happened) for event in group.events.all()}
    dated = {page.title: str(page.dated) for page in OutcomePage.objects.exclude(dated_on=None)}

    assert str(group.ended) == "2015-05"
    assert events["Established"] == "2013-02"
    assert events["First meeting in Turin"] == "2013-05-08"
    assert events["Meeting in Genoa"] == "2014-06-19"
    assert dated["Master plan for smart sustainable cities"] == "2015-05"
    assert len(dated) == 5


def test_what_the_record_does_not_say_stays_empty(real_groups: dict[str, FocusGroup]) -> None:
    small_giants = real_groups[SMALL_GIANTS]

    assert (
        small_giants.launched_on,
        small_giants.ended_on,
        small_giants.planned_start,
        small_giants.planned_end,
    ) == (None,) * 4
    assert small_giants.launched_on_precision == "day"
    assert set(OutcomePage.objects.values_list("licence", flat=True)) == {""}
    assert not any(group.memberships.exists() for group in real_groups.values())


def test_the_state_claims_no_more_than_the_record(real_groups: dict[str, FocusGroup]) -> None:
    assert real_groups[ITU].state == State.CONCLUDED
    assert real_groups[SMALL_GIANTS].state == State.PROPOSED


def test_everything_is_a_draft_that_names_its_source(real_groups: dict[str, FocusGroup]) -> None:
    for group in real_groups.values():
        page = FocusGroupPage.objects.get(translation_key=group.work)
        assert group.source_note
        assert not page.live
        assert not page.get_descendants().live().exists()
        assert {event.kind for event in group.events.all()} == {EventKind.IMPORTED}
    assert Outcome.objects.filter(group=real_groups[ITU]).count() == 12
    assert not Outcome.objects.exclude(published_at=None).exists()
    assert not Message.objects.exists()


def test_the_late_extension_stands_as_a_note_on_the_end(real_groups: dict[str, FocusGroup]) -> None:
    notes = [event.note for event in real_groups[ITU].events.all()]

    assert "Ended; its lifetime had been extended to 2015-05" in notes
    assert "Established; planned lifetime: one year from the first meeting" in notes


def test_tasks_challenge_and_participation_find_their_places(real_groups: dict[str, FocusGroup]) -> None:
    page = FocusGroupPage.objects.get(translation_key=real_groups[SMALL_GIANTS].work)
    programme = WorkProgrammePage.objects.child_of(page).get().draft()

    assert page.challenge.startswith("<p>Most city dwellers of Europe")
    assert page.how_to_join.startswith("<p>Open to whoever")
    assert len(programme.objectives) == 3
    assert (programme.starts_on, programme.ends_on) == (None, None)


def test_a_draft_equals_its_row(real_groups: dict[str, FocusGroup]) -> None:
    page = OutcomePage.objects.get(title="Overview of key performance indicators in smart sustainable cities")

    assert page.draft().dated == page.dated == PartialDate(date(2014, 10, 1), "month")
    assert page.draft().format_other == "Technical specification"


# --- The command ---


@pytest.mark.django_db
def test_the_command_names_each_key_that_it_does_not_take(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_group", REAL_GROUPS)

    lines = capsys.readouterr().out.splitlines()
    ignored = {line.removeprefix("Not taken over: ") for line in lines if line.startswith("Not taken over")}
    assert ignored == {
        "about",
        *(f"groups[{number}].{key}" for number in (0, 1) for key in ("short_name", "parent_body")),
    }
    assert any(line.startswith(ITU) and "12 outcome(s)" in line for line in lines)


@pytest.mark.django_db
def test_a_dry_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_group", REAL_GROUPS, dry_run=True)

    assert "nothing was changed" in capsys.readouterr().out
    assert not FocusGroup.objects.exists()


@pytest.mark.django_db
def test_one_group_can_be_imported_alone(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_group", REAL_GROUPS, group="small giants")

    assert [group.name for group in FocusGroup.objects.all()] == [SMALL_GIANTS]
    assert "groups[0]" not in capsys.readouterr().out


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_import_is_not_repeated(real_groups: dict[str, FocusGroup], dry_run: bool) -> None:
    with pytest.raises(CommandError, match=f"“{SMALL_GIANTS}” exists already, as SCM-FG-2026-02"):
        call_command("import_group", REAL_GROUPS, dry_run=dry_run)

    assert FocusGroup.objects.count() == 2
    assert Outcome.objects.count() == 12


@pytest.mark.django_db
def test_one_wrong_row_stops_the_whole_file(file: Callable[[Any], Path]) -> None:
    data = {"groups": [*facts()["groups"], *facts(name="Cool homes", ended="2015-13")["groups"]]}

    with pytest.raises(CommandError, match=r"groups\[1\] “Cool homes”, ended: “2015-13” is not a date"):
        call_command("import_group", file(data))

    assert not FocusGroup.objects.exists()


def test_a_file_that_is_not_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "groups.json"
    path.write_text("name,state", encoding="utf-8")

    with pytest.raises(CommandError, match="is not JSON"):
        call_command("import_group", path)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_group", tmp_path / "missing.json")


# --- Errors ---


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ([], ": write an object with named fields here."),
        ({}, "The file holds no groups"),
        ({"groups": {}}, "The file holds no groups"),
        ({"groups": ["Warm homes"]}, "groups[0]: write an object"),
        (facts(name=""), "groups[0], name: missing. Write the name"),
        (facts(name="x" * 256), "name: 256 characters are too many; shorten it to 255."),
        (facts(name=["Warm homes"]), "name: write this as a text"),
        (facts(sources=[]), "groups[0] “Warm homes”, sources: missing. Name at least one source"),
        (facts(sources="Minutes"), "sources: write this as a list of texts."),
        (
            facts(established=2013),
            "established: “2013” is not a date. Write a year (2015), a month (2015-05)",
        ),
        (facts(announced="2024-02-30"), "announced: “2024-02-30” is not a date"),
        (facts(meetings=[{"place": "Turin"}]), "groups[0] “Warm homes”, meetings[0], date: missing."),
        (
            facts(meetings=[{"date": "2014-06-19", "end": "2014-06-18"}]),
            "end: 2014-06-18 is before the beginning",
        ),
        (facts(outcomes=[{"format": "report"}]), "groups[0] “Warm homes”, outcomes[0], title: missing."),
        (
            facts(outcomes=[{"title": "A guide", "format": "book"}]),
            "groups[0] “Warm homes”, outcomes[0] “A guide”, format: “book” is unknown. Write one of project,",
        ),
        (facts(outcomes=[{"title": "A guide", "format": "other"}]), "format_other: missing. Name the format"),
        (
            facts(outcomes=[{"title": "A guide", "licence": "CC"}]),
            "licence: “CC” is unknown. Write one of CC-BY-4.0",
        ),
        ({"groups": facts()["groups"] * 2}, "name: this name stands in the file twice"),
    ],
)
def test_an_error_names_group_outcome_field_and_what_to_do(data: Any, error: str) -> None:
    assert any(error in line for line in errors_of(data))


def test_all_errors_come_at_once() -> None:
    errors = errors_of(facts(sources=[], ended="soon", outcomes=[{"title": "A guide", "format": "book"}]))

    assert len(errors) == 3


def test_an_unknown_group_is_answered_with_those_of_the_file() -> None:
    assert errors_of(facts(), only="Cold homes") == ["The file has no group named “Cold homes”. It has: Warm homes."]


def test_keys_without_a_place_are_found_at_every_depth() -> None:
    meeting = {"date": "2014", "minutes": "…"}
    data = facts(budget=1, meetings=[meeting], outcomes=[{"title": "A guide", "pages": 40}]) | {"note": "x"}

    plan = read_plan(data)

    assert plan.ignored == (
        "note", "groups[0].meetings[0].minutes", "groups[0].outcomes[0].pages", "groups[0].budget",
    )  # fmt: skip


# --- The verb ---


def test_a_chair_takes_over_no_group(group: FocusGroup, chair: Any) -> None:
    with pytest.raises(PermissionDenied):
        take_over_group(row=GroupRow(name="Warm homes", sources=("Minutes",)), by=chair, today=scenes.NEW_YEAR)

    assert not FocusGroup.objects.filter(name="Warm homes").exists()


def test_the_support_team_takes_a_group_over_once(support: Any) -> None:
    row = GroupRow(name="Warm homes", sources=("Minutes",))
    group = take_over_group(row=row, by=support, today=scenes.NEW_YEAR)

    with pytest.raises(AlreadySetUp, match=group.reference):
        take_over_group(row=row, by=support, today=scenes.NEW_YEAR)

    assert group.reference == "SCM-FG-2026-01"
