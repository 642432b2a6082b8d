"""What a reader typed, as what an engine is asked: all of the terms, each by itself or by a synonym."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from .folding import fold, plain

MAX_LENGTH = 200
MAX_WORDS = 20
# A word of so many letters also finds those that begin with it.
PREFIX_FROM = 4
QUOTED = re.compile(r'"([^"]*)"|([^"]+)')

# The words of a phrase, which stand side by side; letters and digits alone.
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One thing looked for: any of ``phrases`` will do. ``is_exact`` where it was quoted."""

    phrases: tuple[Phrase, ...]
    is_exact: bool = False

    def is_prefix(self, phrase: Phrase) -> bool:
        """Whether the last word of the phrase also stands for longer words."""
        return not self.is_exact and len(phrase[-1]) >= PREFIX_FROM


Expression = tuple[Term, ...]
# Folded phrase → the phrases that mean the same.
Synonyms = Mapping[Phrase, tuple[Phrase, ...]]


def clean(words: str) -> tuple[str, bool]:
    """What can be looked for in a text that anybody may have typed, and whether something long was cut off.

    Control characters and what stands for no letter, digit or mark of a word are taken as blanks, so that no
    query language of an engine is reached; a pair of quotation marks around words is kept. Every engine then gets at
    most 20 words, and 200 characters.
    """
    text = unicodedata.normalize("NFC", words[: MAX_LENGTH + 1].encode("utf-8", "ignore").decode())
    parts: list[str] = []
    number = 0
    was_cut = len(words) > MAX_LENGTH
    for quoted, unquoted in QUOTED.findall(text):
        kept = plain(quoted or unquoted).split()
        if number + len(kept) > MAX_WORDS:
            was_cut = True
            kept = kept[: MAX_WORDS - number]
        number += len(kept)
        if kept:
            parts.append(f'"{" ".join(kept)}"' if quoted and len(kept) > 1 else " ".join(kept))
    cleaned = " ".join(parts)
    return (cleaned, was_cut) if len(cleaned) <= MAX_LENGTH else (cleaned[:MAX_LENGTH].replace('"', ""), True)


def legible(typed: str) -> str:
    """What was typed as a page shows it again: without control characters, as much of it as is looked at."""
    text = typed[:MAX_LENGTH].encode("utf-8", "ignore").decode()
    return " ".join("".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text).split())


def expression_of(cleaned: str, synonyms: Synonyms) -> Expression:
    """The terms of a cleaned text. Words that stand side by side as one side of a synonym are one term."""
    terms: list[Term] = []
    for quoted, unquoted in QUOTED.findall(cleaned):
        if quoted:
            terms.append(Term((tuple(quoted.split()),), is_exact=True))
        else:
            terms += _terms(unquoted.split(), synonyms)
    return tuple(terms)


def _terms(words: list[str], synonyms: Synonyms) -> list[Term]:
    """Several words that are one side of a synonym are found as any words are, or in other words: (a or c) and (b or c)."""
    longest = max((len(phrase) for phrase in synonyms), default=1)
    terms: list[Term] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            others = synonyms.get(tuple(fold(word) for word in phrase), ())
            if others or length == 1:
                terms += [Term(((word,), *others)) for word in phrase]
                at += length
                break
    return terms
