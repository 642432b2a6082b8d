"""Languages as those who read and translate them call them."""

from babel import Locale
from django.conf import settings


def own_name(code: str) -> str:
    """A language by its own name: ``français``."""
    return dict(settings.LANGUAGES).get(code) or Locale(code).get_display_name(code)
