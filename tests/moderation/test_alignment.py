"""What stayed the same in two texts: word by word where they are prose, and never in the cube of their length."""

import random
from typing import ClassVar

import pytest

from moderation.alignment import steps


class Word(str):
    """A word that counts how often any is looked up."""

    looks: ClassVar[int] = 0
    __slots__ = ()

    def __hash__(self) -> int:
        Word.looks += 1
        return super().__hash__()


def looks(before: str, after: str) -> int:
    Word.looks = 0
    list(steps([Word(word) for word in before.split()], [Word(word) for word in after.split()]))
    return Word.looks


def prose(length: int) -> list[str]:
    """As in a text: few words come again and again, most of them seldom."""
    chance = random.Random(length)
    return [f"word{int(chance.paretovariate(0.6)) % 5000}" for _place in range(length)]


@pytest.mark.parametrize(("before", "after"), [("a b ", "b c a "), ("a ", "b a a "), ("a b c d e ", "e d c b a ")])
def test_words_that_come_again_and_again_cost_twice_as_much_in_a_text_of_twice_the_length(
    before: str, after: str
) -> None:
    once = looks(before * 200, after * 200)

    assert looks(before * 400, after * 400) <= 2.5 * once


def test_landmarks_do_not_make_them_dear_again() -> None:
    def text(part: str, number: int) -> str:
        return " ".join(f"{part * 20} landmark{place}" for place in range(number))

    once = looks(text("a b ", 20), text("b c a ", 20))

    assert looks(text("a b ", 40), text("b c a ", 40)) <= 2.5 * once


@pytest.mark.parametrize("length", [60, 600, 6000])
def test_of_prose_of_any_length_only_the_changed_words_differ(length: int) -> None:
    before = prose(length)
    after = [*before]
    after[length // 4] = "changed"
    del after[length // 2]
    after.insert(length * 3 // 4, "inserted")

    found = [
        (kind, before[start:end], after[other:other_end]) for kind, start, end, other, other_end in steps(before, after)
    ]

    assert [step for step in found if step[0] != "same"] == [
        ("replaced", [before[length // 4]], ["changed"]),
        ("removed", [before[length // 2]], []),
        ("added", [], ["inserted"]),
    ]
    assert len(found) == 7


@pytest.mark.parametrize(
    ("before", "after"),
    [("a b " * 600, "b c a " * 400), ("", "a b " * 600), ("a " * 600, "a " * 601), ("a", "a"), ("", "")],
)
def test_the_steps_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    old, new = before.split(), after.split()

    found = list(steps(old, new))

    assert [word for _kind, start, end, _other, _end in found for word in old[start:end]] == old
    assert [word for _kind, _start, _end, start, end in found for word in new[start:end]] == new
    assert all(old[start:end] == new[other:other_end] for kind, start, end, other, other_end in found if kind == "same")
