"""A place in a folded text is the same place in the text."""

import sys

import pytest

from search.folding import expand, expanded_words, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Energy", "energy"),
        ("Énergie à Łódź", "energie a lodz"),
        ("e\u0301", "e\u0301"),
        ("ΈΡΓΟ Ѝ", "εργο и"),
        ("İstanbul ﬁ ß", "istanbul f s"),
    ],
)
def test_case_and_accents_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_with_letters_that_a_keyboard_may_lack_are_expanded() -> None:
    assert expand("ÆRØ Straße") == "aero strasse"
    assert expanded_words("Mise en ŒUVRE à Łódź, Énergie, œuvre") == {"oeuvre", "lódź"}


def test_no_letter_changes_the_length() -> None:
    letters = "".join(map(chr, range(sys.maxunicode + 1)))

    assert len(fold(letters)) == len(letters)


def test_a_sign_that_is_no_word_becomes_none_and_a_word_stays_one() -> None:
    assert fold("№ 5 ㎡ ™ ⑴") == "№ 5 ㎡ ™ ⑴"
    assert fold("½ ﬁ Ł") != "½ ﬁ Ł"
