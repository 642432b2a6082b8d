"""What a reader may mean who has typed the beginning of it: public groups and outcomes by their titles."""

from dataclasses import dataclass

from .catalogue import Row, View, catalogue
from .folding import words_of

SHORTEST = 2
MOST = 8
# Of what begins with the same letters so many are looked at.
LOOKED_AT = 2_000
# What is suggested, in this order where as much speaks for the one as for the other.
SUGGESTED_KINDS = ("group", "outcome")


@dataclass(frozen=True)
class Suggestion:
    """A work that is public, by its page for the reader."""

    title: str
    url_path: str
    kind: str
    language: str


def suggest(text: str, language: str, most: int = MOST) -> list[Suggestion]:
    """The works whose title has a word that begins with each word of ``text``; those in the reader's language first, then
    those that begin with it. One query.
    """
    words = words_of(text)[:LOOKED_AT]
    if not words or len("".join(words)) < SHORTEST:
        return []
    rows = _having(catalogue().view(language), words)
    begins = " ".join(words)
    rows.sort(
        key=lambda row: (
            row.found.language != language,
            not " ".join(words_of(row.found.title)).startswith(begins),
            SUGGESTED_KINDS.index(row.kind),
            row.found.title,
        )
    )
    return [Suggestion(row.found.title, row.found.url_path, row.kind, row.found.language) for row in rows[:most]]


def _having(view: View, words: list[str]) -> list[Row]:
    """The longest word is looked up, which few titles have; the others are looked for in those titles."""
    first = max(words, key=len)
    found = {row.found.key: row for row in view.titled(first, SUGGESTED_KINDS, LOOKED_AT)}
    return [
        row
        for row in found.values()
        if all(any(own.startswith(word) for own in words_of(row.found.title)) for word in words)
    ]
