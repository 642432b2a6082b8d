"""Languages as a sentence names them."""

from babel import Locale
from django.utils.functional import lazy
from django.utils.translation import get_language


def name_of_language(code: str) -> str:
    """As the reader calls it inside a sentence: ``French``, ``français``, ``Französisch``; a code that names none, itself."""
    names = Locale(get_language() or "en").languages
    return names.get(code) or names.get(code.partition("-")[0].lower(), code)


lazy_name_of_language = lazy(name_of_language, str)
