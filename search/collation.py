"""The order of names in a list, whatever the accents on them."""

import unicodedata

# Letters of Europe's alphabets that are no letter with an accent.
BASE_LETTERS = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ħ": "h",
        "Ħ": "H",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
    }
)


def sort_key(text: object) -> str:
    """A key that puts “Équateur” between “Égypte” and “Espagne”: letters without accents, then without case."""
    decomposed = unicodedata.normalize("NFKD", str(text))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return plain.translate(BASE_LETTERS).casefold()
