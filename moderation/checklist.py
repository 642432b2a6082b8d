"""The questions that a reviewer answers, in versions: an approval keeps the version that it answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    """One question; a mandatory one must be answered with yes before an approval."""

    key: str
    text: "str | Promise"
    mandatory: bool = True


CHECKLISTS: Mapping[int, tuple[Item, ...]] = {
    1: (
        Item("agreed", _("It is what was agreed in the work programme.")),
        Item("correct", _("It is correct and understandable.")),
        Item("rights", _("Licence and rights are clear, for texts, pictures and files.")),
        Item("accessible", _("Text and files are accessible, or say that they are not.")),
        Item("personal_data", _("It contains no personal data beyond what the people concerned agreed to.")),
        Item("language", _("The language is correct.")),
    ),
    # For a translation: what it says was judged in its source.
    2: (
        Item("faithful", _("It says all that the source says, and nothing else.")),
        Item("terms", _("It uses the words of the Terms of Reference in this language.")),
        Item("exact", _("Names, numbers, dates and links are right.")),
        Item("accessible", _("Alternative texts are translated; files are accessible, or say that they are not.")),
        Item("language", _("The language is correct and easy to understand.")),
    ),
    # For the pages on which a group agrees what it will deliver: nothing was agreed before them.
    3: (
        Item("correct", _("It is correct and understandable.")),
        Item("complete", _("It says what the Terms of Reference ask for.")),
        Item("accessible", _("Text and files are accessible, or say that they are not.")),
        Item("personal_data", _("It contains no personal data beyond what the people concerned agreed to.")),
        Item("language", _("The language is correct.")),
    ),
}
# A changed list gets the next number, whichever of them it is.
CURRENT = 1
CURRENT_FOR_TRANSLATIONS = 2
CURRENT_BEFORE_AGREEMENT = 3


def unanswered(answers: Mapping[str, bool], version: int = CURRENT) -> list[Item]:
    """The mandatory questions that ``answers`` does not answer with yes."""
    return [item for item in CHECKLISTS[version] if item.mandatory and not answers.get(item.key)]
