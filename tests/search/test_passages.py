"""The passage around the words that were looked for."""

import pytest

from search.passages import AROUND, PARAGRAPH, STEP, Passage, passage_in, pattern_of

FILLING = "lorem ipsum dolor sit amet "


def told(passage: Passage | None) -> str:
    assert passage is not None
    marked = "".join(f"[{part.text}]" if part.is_match else part.text for part in passage.parts)
    return f"{'… ' if passage.is_cut_before else ''}{marked}{' …' if passage.is_cut_after else ''}"


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("energie", "Une Énergie partagée", "Une [Énergie] partagée"),
        ("energ*", "Die Energien und die énergie", "Die [Energien] und die [énergie]"),
        ("heat", "heat, heated, HEAT.", "[heat], heated, [HEAT]."),
        ("district heating", "District-\nheating by district", "[District-\nheating] by district"),
        ("c.", "cd", None),
        ("missing", "nothing of it", None),
    ],
)
def test_words_are_marked_as_they_stand_in_the_text(form: str, text: str, found: str | None) -> None:
    passage = passage_in(text, pattern_of([form]))

    assert (passage and told(passage)) == found


def test_a_passage_is_cut_at_words_around_the_first_match() -> None:
    passage = told(passage_in(FILLING * 20 + "zeppelin " + FILLING * 20, pattern_of(["zeppelin"])))

    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert "[zeppelin]" in passage
    assert set(passage.replace("[zeppelin]", "").strip("… ").split()) <= set(FILLING.split())
    assert len(passage) < 2 * AROUND + 30


@pytest.mark.parametrize("before", [STEP - 12, STEP - 4, STEP - 1, STEP, STEP + 1, 5 * STEP])
def test_a_phrase_is_found_wherever_it_stands_in_a_long_text(before: int) -> None:
    text = ("x " * before)[:before] + " solar zeppelin" + " y" * STEP

    assert "[solar zeppelin]" in told(passage_in(text, pattern_of(["solar zeppelin"])))


def test_the_end_of_a_word_is_no_word_where_a_part_begins() -> None:
    assert passage_in("x" * (STEP - 3) + "yzheat" + " z" * 10, pattern_of(["heat"])) is None
    assert passage_in("x" * STEP + "heat", pattern_of(["heat"])) is None


def test_a_text_without_blanks_gives_no_endless_passage() -> None:
    passage = told(passage_in("字" * 5000 + " heat " + "字" * 5000, pattern_of(["heat"])))

    assert "[heat]" in passage
    assert len(passage) < 2 * AROUND + 30


def test_nothing_looked_for_marks_nothing() -> None:
    assert passage_in("heat", pattern_of([])) is None


def test_a_reader_sees_where_one_field_ends_and_the_next_begins() -> None:
    text = f"In the attached file.{PARAGRAPH}Online seminar{PARAGRAPH}Zeppelins"

    passage = passage_in(text, pattern_of(["zeppelins"]))

    assert passage is not None
    assert "".join(part.text for part in passage.parts) == "In the attached file. · Online seminar · Zeppelins"
