"""Words without accents and capitals, letter for letter, so that a place in the folded text is one in the text."""

import re
import unicodedata

# Letters that no decomposition takes apart, as PostgreSQL's unaccent reads them.
EXPANDED = {
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
}  # fmt: skip
EXPANSIONS = str.maketrans(EXPANDED)
STROKES = str.maketrans({letter: letters[0] for letter, letters in EXPANDED.items()})
WORD = re.compile(r"\w+")
HAS_EXPANDED = re.compile(f"[{''.join(EXPANDED)}]").search
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def is_word(letter: str) -> bool:
    """Whether it is a part of a word, for engines and expressions alike."""
    return WORD.match(letter) is not None


class _Letters(dict[int, str]):
    """Code point → its folded letter, worked out once."""

    def __missing__(self, code: int) -> str:
        written = chr(code)
        letter = unicodedata.normalize("NFKD", written)[:1].lower()[:1].translate(STROKES)
        # A sign such as № or ⑴ begins and ends no word, so what stands for it must not either.
        self[code] = letter if letter and is_word(letter) == is_word(written) else written
        return self[code]


class _Signs(dict[int, str]):
    """Code point → itself where it is a letter, digit or mark of a word, else a blank."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code) if unicodedata.category(chr(code))[0] in "LNM" else " "
        return self[code]


_letters, _signs = _Letters(), _Signs()


def fold(text: str) -> str:
    """The text in small letters without accents, of the same length: ``"Énergie"`` → ``"energie"``."""
    # Most of a text is ASCII, and small letters come fast.
    if not text.isascii():
        text = BEYOND_ASCII.sub(lambda found: found[0].translate(_letters), text)
    return text.lower()


def plain(text: str) -> str:
    """The text with a blank for each sign that stands for no letter, digit or mark of a word; of the same length."""
    return text.translate(_signs)


def expand(text: str) -> str:
    """The text in small letters, as somebody types it who lacks some of them: ``"Œuvre"`` → ``"oeuvre"``."""
    return text.lower().translate(EXPANSIONS)


def expanded_words(text: str) -> set[str]:
    """The words of a text that are typed otherwise too, as ``expand`` writes them."""
    lowered = text.lower()
    # Most texts have none.
    words = WORD.findall(lowered) if HAS_EXPANDED(lowered) else []
    return {expand(word) for word in set(words) if HAS_EXPANDED(word)}


def words_of(text: str) -> list[str]:
    """The folded words of a text, in its order."""
    return WORD.findall(fold(text))
