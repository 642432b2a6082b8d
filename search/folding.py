"""Words without accents and capitals, letter for letter, so that a place in the folded text is one in the text."""

import re
import unicodedata

# Letters that no decomposition takes apart, as PostgreSQL's unaccent reads them.
STROKES = str.maketrans("øłđħŧıŋßæœþð", "oldhtinsaotd")
WORD = re.compile(r"\w+")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


class _Letters(dict[int, str]):
    """Code point → its folded letter, worked out once."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFKD", chr(code))[:1].lower()[:1].translate(STROKES)
        self[code] = letter or chr(code)
        return self[code]


_letters = _Letters()


def fold(text: str) -> str:
    """The text in small letters without accents, of the same length: ``"Énergie"`` → ``"energie"``."""
    # Most of a text is ASCII, and small letters come fast.
    if not text.isascii():
        text = BEYOND_ASCII.sub(lambda found: found[0].translate(_letters), text)
    return text.lower()


def words_of(text: str) -> list[str]:
    """The folded words of a text, in its order."""
    return WORD.findall(fold(text))
