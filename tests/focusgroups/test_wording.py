"""The wording of the Terms of Reference is the template's, in every language, and shows what is missing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import focusgroups.wording
from focusgroups.wording import (
    VERSIONS,
    Document,
    Facts,
    Item,
    Line,
    MemberLine,
    Paragraph,
    UnknownVersion,
    compose,
    latest_version,
    load,
)

TEMPLATE = (Path(__file__).parent / "data/terms-of-reference.txt").read_text(encoding="utf-8")
"""The template as converted from the word processor, marks of the conversion included."""
FOOTNOTE = re.compile(r"\[(\d): +(.*?)\]")
BOOKMARK = re.compile(r"\[bookmark: .*?\]")
FOLDER = Path(focusgroups.wording.__file__).parent
LANGUAGES = [(file.parent.name, file.stem) for file in sorted(FOLDER.glob("*/*.toml"))]

FACTS = Facts(
    name="Citizen energy renovation",
    start="14 January 2025",
    end="30 June 2026",
    aims=("Compare three financing models.", "Publish a playbook for mid-sized cities"),
    charter_url="https://example.org/charter",
    members=(
        MemberLine("participant", "Second Participant", organisation="City of Ghent"),
        MemberLine("chair", "The Chair", "Deputy mayor", "City of Turin"),
        MemberLine("participant", "", "Adviser", "Energy agency"),
    ),
)


def paragraphs(document: Document) -> dict[int, Paragraph]:
    return {paragraph.number: paragraph for section in document.sections for paragraph in section.paragraphs}


def letters(paragraph: Paragraph) -> list[str]:
    return [item.letter for item in paragraph.items]


def plain(line: Line) -> str:
    """A line as the template's file has it."""
    return "".join(f"[footnoteRef:{run.text}]" if run.kind == "footnote" else run.text for run in line)


def lines(document: Document) -> Iterator[str]:
    """A document as the lines of the template's file: paragraphs bare, items with their letters."""
    yield from (document.title, document.subtitle, plain(document.group))
    for section in document.sections:
        yield section.heading
        for paragraph in section.paragraphs:
            yield plain(paragraph.line)
            for item in paragraph.items:
                yield f"{item.letter}. {plain(item.line)}"
                yield from (f"· {plain(bullet)}" for bullet in item.bullets)


def all_lines(document: Document) -> Iterator[Line]:
    yield document.group
    for paragraph in paragraphs(document).values():
        yield paragraph.line
        for item in paragraph.items:
            yield from (item.line, *item.bullets)
    yield from (footnote.line for footnote in document.footnotes)


def skeleton(document: Document) -> list[object]:
    """All that must be the same in every language: everything but the words."""

    def marks(line: Line) -> list[tuple[str, str]]:
        return sorted((run.kind, run.fact or run.text) for run in line if run.kind != "text")

    def item(it: Item) -> tuple[object, ...]:
        return it.letter, it.role, marks(it.line), [marks(bullet) for bullet in it.bullets]

    def paragraph(it: Paragraph) -> tuple[object, ...]:
        return it.number, marks(it.line), [item(each) for each in it.items]

    return [
        marks(document.group),
        *((section.level, [paragraph(each) for each in section.paragraphs]) for section in document.sections),
        *((footnote.number, marks(footnote.line)) for footnote in document.footnotes),
    ]


def test_the_english_wording_without_facts_is_the_template_word_for_word():
    expected = [line.strip() for line in BOOKMARK.sub("", FOOTNOTE.sub("", TEMPLATE)).splitlines()]

    document = compose(load("1", "en"), Facts())

    assert list(lines(document)) == [line for line in expected if line]


def test_the_english_footnotes_are_those_of_the_template():
    document = load("1", "en")

    footnotes = [(str(footnote.number), plain(footnote.line)) for footnote in document.footnotes]

    assert footnotes == FOOTNOTE.findall(TEMPLATE)


def test_paragraphs_are_numbered_from_1_to_24_over_the_whole_document():
    document = load("1", "en")

    assert list(paragraphs(document)) == list(range(1, 25))
    assert plain(paragraphs(document)[11].line) == "The chair is responsible for:"
    assert "paragraph 11" in plain(paragraphs(document)[12].items[0].line)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (9, "a b c d"),
        (11, "a b c d e f g h i j k"),
        (12, "l m n o p q"),
        (13, "r s t"),
        (14, "u v w x y z"),
        (15, "aa ab ac ad ae"),
        (19, "af ag ah"),
        (23, ""),
    ],
)
def test_letters_stand_alone_in_9_and_run_on_from_11_to_19(number: int, expected: str):
    paragraph = paragraphs(load("1", "en"))[number]

    assert letters(paragraph) == expected.split()


def test_only_the_three_parts_of_the_process_are_subsections():
    document = load("1", "en")

    assert [section.heading for section in document.sections if section.level == 3] == [
        "Launch of the Focus Group",
        "Informing the Advisory Board of the SCM",
        "Termination of the Focus Group",
    ]
    assert {section.level for section in document.sections} == {2, 3}


@pytest.mark.parametrize(("version", "language"), LANGUAGES)
def test_every_language_has_the_skeleton_of_the_english_wording(version: str, language: str):
    document = load(version, language)

    assert document.language == language
    assert skeleton(document) == skeleton(load(version, "en"))


@pytest.mark.parametrize(("version", "language"), LANGUAGES)
def test_every_footnote_is_referred_to_once_and_in_order(version: str, language: str):
    document = load(version, language)

    references = [run.text for line in all_lines(document) for run in line if run.kind == "footnote"]

    assert references == [str(footnote.number) for footnote in document.footnotes] == ["2", "3", "4", "5"]


@pytest.mark.parametrize(("version", "language"), LANGUAGES)
def test_with_all_facts_nothing_but_unfilled_roles_is_missing(version: str, language: str):
    everybody = (*FACTS.members, MemberLine("co_chair", "The Co-chair"), MemberLine("support", "The Support"))

    document = compose(load(version, language), replace(FACTS, members=everybody))

    assert not [run for line in all_lines(document) for run in line if run.kind == "missing"]


@pytest.mark.parametrize(("version", "language"), LANGUAGES)
def test_no_mark_of_the_file_is_left_in_the_words(version: str, language: str):
    words = "\n".join("".join(run.text for run in line) for line in all_lines(load(version, language)))

    assert not re.search(r"[{}|]|\[\^|  ", words)


def test_facts_take_their_places_in_the_sentences():
    document = compose(load("1", "en"), FACTS)

    assert plain(document.group) == "Name of the group: Citizen energy renovation"
    assert plain(paragraphs(document)[6].line) == (
        "The Terms of Reference are effective from the launch date of the Focus group: 14 January 2025 and "
        "are valid until the 30 June 2026 or until termination by agreement between the members."
    )
    assert plain(paragraphs(document)[8].line) == (
        "The Citizen energy renovation is set out for the achievement of: "
        "Compare three financing models; Publish a playbook for mid-sized cities."
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "[insert start date]"), ("fr", "[insérer la date de début]"), ("de", "[Anfangsdatum einfügen]")],
)
def test_a_missing_fact_shows_as_the_placeholder_of_the_language(language: str, expected: str):
    document = compose(load("1", language), replace(FACTS, start="  "))

    missing = [run for run in paragraphs(document)[6].line if run.kind == "missing"]

    assert [(run.fact, run.text) for run in missing] == [("start", expected)]


def test_aims_of_blanks_and_full_stops_are_missing_too():
    document = compose(load("1", "en"), replace(FACTS, aims=("", " . ")))

    assert plain(paragraphs(document)[8].line).endswith("[aims and outcomes set out in work programme].")


def test_the_word_here_links_to_the_charter_once_its_address_is_known():
    wording = load("1", "en")

    before = paragraphs(wording)[10].line[1]
    after = paragraphs(compose(wording, FACTS))[10].line[1]

    assert (before.kind, before.text, before.url) == ("missing", "here", "")
    assert (after.kind, after.text, after.url) == ("link", "here", "https://example.org/charter")


def test_an_address_in_a_footnote_is_a_link_to_itself():
    first, second, *_ = load("1", "en").footnotes

    assert [(run.kind, run.url) for run in first.line] == [("link", first.line[0].text)]
    assert [run.kind for run in second.line] == ["text"]


def test_members_stand_under_the_letter_of_their_role_in_the_order_given():
    chair, co_chair, participants, _ = paragraphs(compose(load("1", "en"), FACTS))[9].items

    assert [member.name for member in chair.members] == ["The Chair"]
    assert chair.bullets == ()
    assert [member.name for member in participants.members] == ["Second Participant", ""]
    assert co_chair.members == ()
    assert [plain(bullet) for bullet in co_chair.bullets] == ["[Name, title, organisation]"]


@pytest.mark.parametrize(
    ("title", "organisation", "expected"),
    [
        ("Deputy mayor", "City of Turin", "Deputy mayor, City of Turin"),
        ("", "City of Turin", "City of Turin"),
        ("Adviser", "", "Adviser"),
        ("", "", ""),
    ],
)
def test_an_affiliation_names_what_is_known(title: str, organisation: str, expected: str):
    assert MemberLine("participant", "A Participant", title, organisation).affiliation == expected


def test_a_member_without_a_role_of_the_terms_of_reference_is_refused():
    with pytest.raises(ValueError, match="no role 'observer'"):
        MemberLine("observer", "An Observer")  # type: ignore[arg-type]


def test_the_versions_are_the_folders_and_each_has_english():
    assert sorted(VERSIONS) == sorted({version for version, _ in LANGUAGES})
    assert all((version, "en") in LANGUAGES for version in VERSIONS)
    assert latest_version() == VERSIONS[-1]


@pytest.mark.parametrize("version", ["0", "", "../1"])
def test_an_unknown_version_is_refused_by_name(version: str):
    with pytest.raises(UnknownVersion, match=re.escape(repr(version))) as refusal:
        load(version, "en")

    assert isinstance(refusal.value, LookupError)


@pytest.mark.parametrize("language", ["mt", "", "../1/fr"])
def test_a_language_without_wording_is_answered_in_english(language: str):
    assert load("1", language).language == "en"


def test_a_wording_is_read_once():
    assert load("1", "fr") is load("1", "fr")
