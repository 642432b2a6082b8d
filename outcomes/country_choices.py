"""Countries for a choice: codes with names in the active language."""

from functools import cache

from django.utils.translation import get_language

from focusgroups.models import Country
from search.collation import sort_key


@cache
def _named(language: str | None) -> tuple[tuple[str, str], ...]:
    """They come by migration, so once a process and language is enough; a form or page with many cities asks once a city."""
    choices = [(country.code, country.name(language)) for country in Country.objects.all()]
    return tuple(sorted(choices, key=lambda choice: sort_key(choice[1])))


def country_choices() -> tuple[tuple[str, str], ...]:
    """Every country that the site knows, by its name in the reader's language."""
    return _named(get_language())
