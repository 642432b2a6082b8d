"""Vocabularies of real words, and texts with a natural distribution of them.

The words come from what is installed here: the catalogues of the interface (ours, Django's, Wagtail's) and the names
of countries and languages of the CLDR. How often a word stands there is its rank, and its rank says how often it is
written, as in any long text (Zipf, with Mandelbrot's correction for the most frequent ones).
"""

import gettext
import random
import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

import babel
import django
from babel.localedata import normalize_locale

ROOT = Path(__file__).resolve().parents[1]
# One is in a tenth of all works, the other in nearly all; four letters, so that no stemmer of any language cuts them.
IN_TEN_PERCENT = "graz"
IN_NEARLY_ALL = "brno"
MARKERS = frozenset({IN_TEN_PERCENT, IN_NEARLY_ALL})
# English is the language of the catalogues' keys; these have them for all applications.
KEYS = "fr"
WORD = re.compile(r"[^\W\d_]{2,}")
NO_WORDS = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{[^}]*\}|<[^>]*>|&\w+;|\S*[@/\\_]\S*")


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """The words of ``language``, the most frequent first. Raises ``ValueError`` where hardly any are known."""
    found: Counter[str] = Counter()
    for text in (*_catalogues(language), *_names(language)):
        found.update(word.lower() for word in WORD.findall(NO_WORDS.sub(" ", text)))
    words = sorted(set(found) - MARKERS, key=lambda word: (-found[word], word))
    if len(words) < 500:
        raise ValueError(f"No catalogue with words of “{language}” is installed.")
    return tuple(words)


def _catalogues(language: str) -> Iterator[str]:
    """Every text of the interface in ``language``."""
    packages = Path(django.__file__).resolve().parents[1]
    folder = f"locale/{KEYS if language == 'en' else language}/LC_MESSAGES/*.mo"
    for path in sorted(
        [*ROOT.glob(folder), *packages.glob(f"django/**/{folder}"), *packages.glob(f"wagtail/**/{folder}")]
    ):
        with path.open("rb") as file:
            texts = gettext.GNUTranslations(file)._catalog
        for key, text in texts.items():
            # A text with plural forms has its key and the number of the form.
            source = key[0] if isinstance(key, tuple) else key
            if source:
                yield source if language == "en" else text


def _names(language: str) -> Iterator[str]:
    if normalize_locale(language) is not None:
        names = babel.Locale.parse(language)
        yield from names.territories.values()
        yield from names.languages.values()


class Writer:
    """Writes texts in one language; the same ``chance`` gives the same texts."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.chance = chance
        self.vocabulary = vocabulary(language)
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(self.vocabulary) + 1)))

    def words(self, number: int) -> list[str]:
        last, chance = self.weights[-1], self.chance.random
        return [self.vocabulary[bisect(self.weights, chance() * last)] for _word in range(number)]

    def title(self, least: int = 3, most: int = 9) -> str:
        return " ".join(self.words(self.chance.randint(least, most))).capitalize()

    def text(self, number: int, also: tuple[str, ...] = ()) -> str:
        """Sentences of ``number`` words in all, with the words ``also`` somewhere among them."""
        words = self.words(number)
        for place, word in zip(self.chance.sample(range(number), len(also)), also, strict=True):
            words[place] = word
        sentences = []
        while words:
            length = self.chance.randint(6, 20)
            sentences.append(" ".join(words[:length]).capitalize() + ".")
            words = words[length:]
        return " ".join(sentences)
