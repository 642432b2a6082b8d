"""The order of names in a list, whatever the accents on them."""

import unicodedata


def sort_key(text: object) -> str:
    """A key that puts “Équateur” between “Égypte” and “Espagne”: letters without accents, then without case."""
    decomposed = unicodedata.normalize("NFKD", str(text))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
