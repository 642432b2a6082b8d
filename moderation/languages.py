"""Languages as a sentence names them."""

from babel import Locale
from django.utils.functional import lazy
from django.utils.translation import get_language


def name_of_language(code: str) -> str:
    """As the reader calls it inside a sentence: ``French``, ``français``, ``Französisch``."""
    return Locale(get_language() or "en").languages.get(code, code)


lazy_name_of_language = lazy(name_of_language, str)
