"""What a reader may mean who has typed the beginning of it: public groups and outcomes by their titles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .catalogue import Row, View, catalogue
from .expression import clean
from .folding import words_of

SHORTEST = 2
MOST = 8
MOST_THEMES = 3
# Of what begins with the same letters so many are looked at.
LOOKED_AT = 2_000
# What is suggested, in this order where as much speaks for the one as for the other.
SUGGESTED_KINDS = ("group", "outcome")


@dataclass(frozen=True)
class Suggestion:
    """A work that is public, by its page for the reader; or, of the kind "theme", a theme by its ``code``."""

    title: str
    url_path: str
    kind: str
    language: str
    code: str = ""


def suggest(text: str, language: str, themes: Mapping[str, str] | None = None, most: int = MOST) -> list[Suggestion]:
    """The themes that public works have, and the works, with a word in their name that begins with each word of ``text``;
    of the works those in the reader's language first, then those that begin with it. ``themes``: code → name for the
    reader. One query.
    """
    words = words_of(clean(text)[0])
    if len("".join(words)) < SHORTEST:
        return []
    begins = " ".join(words)
    known = catalogue()
    named = [
        Suggestion(name, "", "theme", language, code)
        for code, name in sorted((themes or {}).items(), key=lambda theme: theme[1])
        if code in known.facets.get("theme", {}) and _has_all(words_of(name), words)
    ]
    rows = sorted(
        _having(known.view(language), set(words)),
        key=lambda found: (
            found[0].found.language != language,
            not " ".join(found[1]).startswith(begins),
            SUGGESTED_KINDS.index(found[0].kind),
            found[0].found.title,
        ),
    )
    works = [Suggestion(row.found.title, row.found.url_path, row.kind, row.found.language) for row, _title in rows]
    return [*named[:MOST_THEMES], *works][:most]


def _having(view: View, words: set[str]) -> list[tuple[Row, list[str]]]:
    """Row and the words of its title. The longest word is looked up, which few titles have; the others in those titles."""
    rows = {row.found.key: row for row in view.titled(max(words, key=len), SUGGESTED_KINDS, LOOKED_AT)}
    titles = [(row, words_of(row.found.title)) for row in rows.values()]
    return [(row, title) for row, title in titles if _has_all(title, words)]


def _has_all(own: list[str], words: Iterable[str]) -> bool:
    """Whether each of the words begins one of those of a name."""
    return all(any(one.startswith(word) for one in own) for word in words)
