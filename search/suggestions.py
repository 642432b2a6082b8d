"""What a reader may mean who has typed the beginning of it: public groups and outcomes by their titles."""

from dataclasses import dataclass

from .catalogue import Row, View, catalogue
from .expression import clean
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
    words = words_of(clean(text)[0])
    if len("".join(words)) < SHORTEST:
        return []
    begins = " ".join(words)
    rows = sorted(
        _having(catalogue().view(language), set(words)),
        key=lambda found: (
            found[0].found.language != language,
            not " ".join(found[1]).startswith(begins),
            SUGGESTED_KINDS.index(found[0].kind),
            found[0].found.title,
        ),
    )
    return [
        Suggestion(row.found.title, row.found.url_path, row.kind, row.found.language) for row, _title in rows[:most]
    ]


def _having(view: View, words: set[str]) -> list[tuple[Row, list[str]]]:
    """Row and the words of its title. The longest word is looked up, which few titles have; the others in those titles."""
    rows = {row.found.key: row for row in view.titled(max(words, key=len), SUGGESTED_KINDS, LOOKED_AT)}
    titles = [(row, words_of(row.found.title)) for row in rows.values()]
    return [(row, title) for row, title in titles if all(any(own.startswith(word) for own in title) for word in words)]
