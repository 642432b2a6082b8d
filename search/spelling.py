"""What a reader may have meant who typed a word that no public title or description has.

The words are those that everybody can read, so a suggestion tells nothing else.
"""

from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from .folding import WORD, fold

# A word of fewer letters is near too many others.
SHORTEST = 4
# From so many letters on two mistakes are understood, before one.
LONG = 8
# Each word is compared with all that are known, so only so many are.
MENDED = 5


class Vocabulary:
    """Words with how often they stand in what is public, by their folded form."""

    def __init__(self, *groups: Iterable[str]) -> None:
        """Of texts in groups: a word is written as in the first group that has it, there in small letters where it once
        stands so, else as it stands, as a German noun does.
        """
        self.written: dict[str, str] = {}
        self.number: Counter[str] = Counter()
        for texts in groups:
            forms = Counter(word for text in texts for word in WORD.findall(text))
            for word in sorted(forms, key=str.islower, reverse=True):
                folded = fold(word)
                self.written.setdefault(folded, word)
                self.number[folded] += forms[word]

    def mend(self, words: list[str]) -> list[str]:
        """The words, each of the first ones that is unknown as the nearest that is known; as they are where none is near."""
        return [self._nearest(word) or word for word in words[:MENDED]] + words[MENDED:]

    def _nearest(self, word: str) -> str:
        folded = fold(word)
        if folded in self.number or len(folded) < SHORTEST or any(known.startswith(folded) for known in self.number):
            return ""
        mistakes = 2 if len(folded) >= LONG else 1
        near = extract_iter(folded, self.number.keys(), scorer=OSA.distance, score_cutoff=mistakes, processor=None)
        best = min(near, key=lambda found: (found[1], -self.number[found[0]], found[0]), default=None)
        return self.written[best[0]] if best else ""
