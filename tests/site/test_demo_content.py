"""The demonstration's content holds together: keys resolve, promises of the Terms of Reference are kept."""

import io
import re
from datetime import date
from typing import Any

import pypdf
import pytest

from scm_site.demo.load import CONTENT, load_groups, load_people, load_translation, translated
from scm_site.demo.pdf import render_pdf

TODAY = date(2026, 11, 24)
STATES = ["proposed", "agreed", "forming", "active", "concluded", "ended_early"]
FORMATS = {"project", "demonstrator", "report", "online_seminar", "white_paper", "other"}
THEMES = {
    "energy-renovation",
    "positive-energy-districts",
    "energy-poverty",
    "heating-cooling",
    "renewable-energy",
    "energy-communities",
    "urban-mobility",
    "urban-freight",
    "active-travel",
    "charging-infrastructure",
    "data-platforms",
    "digital-twins",
    "finance",
    "procurement",
    "citizen-engagement",
    "just-transition",
    "nature-based-solutions",
    "climate-adaptation",
    "circular-economy",
    "water",
    "air-quality",
    "governance",
    "skills",
    "small-towns",
    "replication",
}
RECORDED_DATES = {
    "proposed": [],
    "agreed": ["agreed_on"],
    "forming": ["agreed_on", "forming_on"],
    "active": ["agreed_on", "forming_on", "launched_on"],
    "concluded": ["agreed_on", "forming_on", "launched_on", "concluded_on"],
    "ended_early": ["agreed_on", "forming_on", "launched_on", "notice_on", "ended_on"],
}
BLOCK_FIELDS = {
    "heading": {"text"},
    "paragraph": {"text"},
    "list": {"items"},
    "quote": {"text", "attribution"},
    "figures": {"figures"},
    "table": {"caption", "head", "rows"},
}
GROUP_TEXTS = ["name", "summary", "challenge", "scope_in", "scope_out", "how_to_join"]
OUTCOME_TEXTS = ["title", "abstract", "change_note"]
LANGUAGES = ["fr", "de"]

PEOPLE = {person["key"]: person for person in load_people()}
GROUPS = load_groups()
ACTIVE = next(group for group in GROUPS if group["state"] == "active")
OUTCOMES = [(group, outcome) for group in GROUPS for outcome in group.get("outcome", [])]
LIVE = [(group, outcome) for group, outcome in OUTCOMES if outcome["state"] == "live"]

each_group = pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["key"])
each_outcome = pytest.mark.parametrize(("group", "outcome"), OUTCOMES, ids=lambda thing: thing["key"])
each_language = pytest.mark.parametrize("language", LANGUAGES)


def texts_in(value: Any) -> list[str]:
    """Every string in a block, but for its kind."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, part in value.items() if name != "kind" for text in texts_in(part)]
    return [text for part in value for text in texts_in(part)]


def words_in(outcome: dict[str, Any]) -> int:
    return len(re.sub(r"<[^>]+>", " ", " ".join(texts_in(outcome["body"]))).split())


def shape_of(value: Any) -> Any:
    """What must agree between a text and its translation: kinds, names and counts."""
    if isinstance(value, dict):
        return {name: part if name in ("kind", "key") else shape_of(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shape_of(part) for part in value]
    return "text"


def a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1)


def test_people_are_known_by_one_key_and_one_address():
    assert len(PEOPLE) == len(load_people())
    assert len({person["email"] for person in PEOPLE.values()}) == len(PEOPLE) >= 40
    assert all(person["email"].endswith(".example") for person in PEOPLE.values())


def test_accounts_of_every_role_are_among_the_people():
    chairs = {group["chair"] for group in GROUPS}
    staff = {"secretariat-1", "secretariat-2", "secretariat-3", "support-1"}
    translators = {"translator-fr", "reviewer-fr", "translator-de", "reviewer-de"}

    assert chairs | staff | translators <= PEOPLE.keys()


def test_about_one_person_in_five_did_not_agree_to_be_named():
    silent = sum(not person["consent"] for person in PEOPLE.values())

    assert 0.15 <= silent / len(PEOPLE) <= 0.25


def test_there_is_one_group_in_each_state():
    assert sorted(group["state"] for group in GROUPS) == sorted(STATES)


def test_keys_and_slugs_are_unique():
    for things in (GROUPS, [outcome for _, outcome in OUTCOMES]):
        assert len({thing["key"] for thing in things}) == len({thing["slug"] for thing in things}) == len(things)


@each_group
def test_members_of_a_group_are_known_and_named_once(group):
    members = [group["chair"], group["co_chair"], *group["participants"], *group["support"]]

    assert set(members) <= PEOPLE.keys()
    assert len(set(members)) == len(members)


@each_group
def test_the_co_chair_comes_from_the_secretariat_and_both_leaders_may_be_named(group):
    assert group["co_chair"].startswith("secretariat-")
    assert PEOPLE[group["chair"]]["consent"]
    assert PEOPLE[group["co_chair"]]["consent"]


@each_group
def test_a_group_is_planned_for_a_year_or_more(group):
    assert group["planned_end"] >= a_year_after(group["planned_start"])


@each_group
def test_a_group_has_the_dates_of_its_state_in_order_and_no_others(group):
    expected = RECORDED_DATES[group["state"]]
    dates = [group[name] for name in expected]

    assert {name for name in group if name.endswith("_on")} == set(expected)
    assert dates == sorted(dates)
    assert all(day <= TODAY for day in dates)


def test_a_group_that_ended_early_says_why_and_kept_the_notice_of_three_weeks():
    group = next(group for group in GROUPS if group["state"] == "ended_early")

    assert group["end_reason"]
    assert 0 <= (group["ended_on"] - group["notice_on"]).days <= 21


@each_group
def test_texts_and_themes_of_a_group_fit(group):
    assert len(group["summary"]) <= 300
    assert group["challenge"]
    assert group["scope_in"]
    assert group["scope_out"]
    assert 1 <= len(group["themes"]) <= 3
    assert set(group["themes"]) <= THEMES
    assert group["how_to_join"]


@each_group
def test_a_work_programme_has_every_part_and_milestones_within_its_time(group):
    programme = group["work_programme"]

    assert all(programme[part] for part in ("description", "rules", "objective", "planned_outcome", "indicator"))
    assert {planned["format"] for planned in programme["planned_outcome"]} <= FORMATS
    for milestone in programme["milestone"]:
        assert milestone["responsible"] in {"chair", "co_chair", "participants", "support"}
        assert group["planned_start"] <= milestone["due"] <= group["planned_end"]


def test_groups_that_have_not_begun_have_no_outcomes():
    assert {group["state"] for group, _ in OUTCOMES} == {"active", "concluded", "ended_early"}


def test_at_least_ten_live_outcomes_cover_every_format_and_eight_have_a_file():
    assert len(LIVE) >= 10
    assert {outcome["format"] for _, outcome in LIVE} == FORMATS
    assert sum(outcome["file"] for _, outcome in LIVE) >= 8


def test_one_outcome_stands_in_each_of_the_other_states():
    others = [outcome["state"] for _, outcome in OUTCOMES if outcome["state"] != "live"]

    assert sorted(others) == ["draft", "in_review", "returned", "withdrawn"]


@each_outcome
def test_an_outcome_refers_to_what_exists(group, outcome):
    members = {group["chair"], group["co_chair"], *group["participants"], *group["support"]}
    planned = {planned["key"]: planned["format"] for planned in group["work_programme"]["planned_outcome"]}

    assert set(outcome["authors"]) <= members
    assert outcome["planned"] == "" or planned[outcome["planned"]] == outcome["format"]
    assert 1 <= len(outcome["themes"]) <= 3
    assert set(outcome["themes"]) <= THEMES
    assert {city["country"] for city in outcome["cities"]} <= set(outcome["countries"])
    assert all(re.fullmatch(r"https://[a-z-]+\.example", project["url"]) for project in outcome.get("projects", []))


@each_outcome
def test_authors_agreed_to_be_named(group, outcome):
    assert all(PEOPLE[author]["consent"] for author in outcome["authors"])


@each_outcome
def test_an_outcome_is_dated_within_the_life_of_its_group(group, outcome):
    end = group.get("concluded_on") or group.get("ended_on") or TODAY

    assert group["launched_on"] <= outcome["date"] <= end


@each_outcome
def test_an_outcome_is_written_out(group, outcome):
    assert 400 <= len(outcome["abstract"]) <= 700
    assert words_in(outcome) >= 400
    assert outcome["change_note"]
    assert ("withdrawn_reason" in outcome) == (outcome["state"] == "withdrawn")
    assert ("returned_reason" in outcome) == (outcome["state"] == "returned")


@each_outcome
def test_blocks_are_of_the_agreed_kinds(group, outcome):
    for block in outcome["body"]:
        assert block.keys() - {"kind"} == BLOCK_FIELDS[block["kind"]]
        if block["kind"] == "table":
            assert {len(row) for row in block["rows"]} == {len(block["head"])}
        markup = "" if block["kind"] == "paragraph" else " ".join(texts_in(block))
        assert "<" not in markup
        assert set(re.findall(r"</?(\w+)", block.get("text", ""))) <= {"a", "b", "i"}


@each_language
def test_no_paragraph_is_used_twice(language):
    groups = [*GROUPS, load_translation(ACTIVE["key"], language)]
    paragraphs = [
        block["text"]
        for group in groups
        for outcome in group.get("outcome", [])
        for block in outcome["body"]
        if block["kind"] == "paragraph"
    ]

    assert len(set(paragraphs)) == len(paragraphs)


@each_language
def test_a_translation_has_every_text_of_the_group_in_the_same_order(language):
    texts = load_translation(ACTIVE["key"], language)
    programme, source = texts["work_programme"], ACTIVE["work_programme"]

    assert (texts["key"], texts["language"]) == (ACTIVE["key"], language)
    assert [shape_of(texts[name]) for name in GROUP_TEXTS] == [shape_of(ACTIVE[name]) for name in GROUP_TEXTS]
    assert len(texts["summary"]) <= 300
    for part in ("description", "rules", "objective"):
        assert shape_of(programme[part]) == shape_of(source[part])
    assert [planned["key"] for planned in programme["planned_outcome"]] == [
        planned["key"] for planned in source["planned_outcome"]
    ]
    for part, names in (
        ("planned_outcome", {"key", "title"}),
        ("milestone", {"title"}),
        ("indicator", {"title", "unit"}),
    ):
        assert len(programme[part]) == len(source[part])
        assert all(item.keys() == names for item in programme[part])


@each_language
def test_a_translation_has_every_live_outcome_block_by_block(language):
    live = [outcome for group, outcome in LIVE if group is ACTIVE]
    texts = load_translation(ACTIVE["key"], language)["outcome"]

    assert [text["key"] for text in texts] == [outcome["key"] for outcome in live]
    for text, outcome in zip(texts, live, strict=True):
        assert shape_of(text["body"]) == shape_of(outcome["body"])
        assert all(text[name] != outcome[name] for name in OUTCOME_TEXTS)
        assert 400 <= len(text["abstract"]) <= 700
        assert len(text.get("projects", [])) == len(outcome.get("projects", []))
        assert ("event" in text) == ("event" in outcome)
        assert words_in(text) >= 400


@each_language
def test_figures_agree_between_the_languages(language):
    def digits(outcome: dict[str, Any]) -> list[list[str]]:
        tables = [block for block in outcome["body"] if block["kind"] in ("table", "figures")]
        return [sorted(re.findall(r"\d", " ".join(texts_in(block)))) for block in tables]

    live = [outcome for group, outcome in LIVE if group is ACTIVE]
    merged = translated(ACTIVE, load_translation(ACTIVE["key"], language))["outcome"]

    assert [digits(outcome) for outcome in merged] == [digits(outcome) for outcome in live]


def test_every_file_of_the_folder_is_read():
    read = {
        "people",
        *(group["key"] for group in GROUPS),
        *(f"{ACTIVE['key']}.{language}" for language in LANGUAGES),
    }

    assert {path.stem for path in CONTENT.glob("*.toml")} == read


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_file_of_an_outcome_is_a_tagged_report_in_its_language(language):
    texts = {} if language == "en" else load_translation(ACTIVE["key"], language)
    group = translated(ACTIVE, texts)
    outcome = group["outcome"][0] | {"reference": "SCM-FG-2026-01-O1"}

    pdf = render_pdf(outcome, group, language)

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) >= 3
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == outcome["title"]
    assert "SCM-FG-2026-01-O1" in reader.pages[0].extract_text()
    assert render_pdf(outcome, group, language) == pdf


def test_texts_are_never_read_as_markup():
    outcome = ACTIVE["outcome"][0] | {
        "title": '#panic("read") *as* $markup$',
        "body": [{"kind": "paragraph", "text": '#read("x") &lt;b&gt; <b>bold</b>'}],
    }

    pdf = render_pdf(outcome, ACTIVE, "en")

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert '#panic("read") *as* $markup$' in pages[0]
    assert any('#read("x") <b> bold' in page for page in pages)
