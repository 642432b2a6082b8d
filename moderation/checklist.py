"""The questions that a reviewer answers, and which answers let a page pass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True)
class Question:
    """One question, with its text in each language that somebody wrote it in (code: text).

    ``key`` stays the same in every version of a list that asks it, so that answers can be compared; a question that
    is new in its list has none yet. A mandatory one must be answered with yes before an approval.
    """

    key: str
    texts: Mapping[str, str]
    is_mandatory: bool = True

    @property
    def language(self) -> str:
        """The reader's language where it is written in it, else the site's own."""
        language = get_language() or settings.LANGUAGE_CODE
        return language if self.texts.get(language) else settings.LANGUAGE_CODE

    @property
    def text(self) -> str:
        return self.texts[self.language]

    @property
    def foreign_language(self) -> str:
        """The language of the text where it is not the reader's, for ``lang``; else nothing."""
        return "" if self.language == get_language() else self.language

    def as_json(self) -> dict[str, Any]:
        return {"key": self.key, "texts": dict(self.texts), "is_mandatory": self.is_mandatory}


def unanswered(answers: Mapping[str, bool], questions: Iterable[Question]) -> list[Question]:
    """The mandatory questions that ``answers`` does not answer with yes."""
    return [question for question in questions if question.is_mandatory and not answers.get(question.key)]
