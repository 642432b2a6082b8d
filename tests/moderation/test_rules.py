"""How approved versions are numbered, and which questions an approval must answer."""

import pytest

from moderation.checklist import Question, unanswered
from moderation.rules import next_version


@pytest.mark.parametrize(
    ("current", "following"), [(None, "1.0"), ("1.0", "1.1"), ("1.9", "1.10"), ("1.10", "1.11"), ("2.3", "2.4")]
)
def test_versions_follow_each_other(current: str | None, following: str) -> None:
    assert next_version(current) == following


@pytest.mark.parametrize("wrong", ["1", "1.0.0", "one", ""])
def test_what_is_no_version_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        next_version(wrong)


def test_every_mandatory_question_wants_a_yes() -> None:
    asked = [Question("agreed", {}), Question("correct", {}), Question("short", {}, is_mandatory=False)]

    assert [question.key for question in unanswered({}, asked)] == ["agreed", "correct"]
    assert [question.key for question in unanswered({"agreed": True, "correct": False}, asked)] == ["correct"]
    assert unanswered({"agreed": True, "correct": True}, asked) == []
