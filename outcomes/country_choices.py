"""Countries for a choice: codes with names in the active language."""

from functools import cache

from focusgroups.collation import sort_key
from focusgroups.models import Country


@cache
def _codes() -> tuple[str, ...]:
    """They come by migration, so one query a process is enough; a form with many cities asks once a city."""
    return tuple(Country.objects.values_list("code", flat=True))


def country_choices() -> list[tuple[str, str]]:
    """Every country that the site knows, by its name in the reader's language."""
    choices = [(code, Country(code=code).name()) for code in _codes()]
    return sorted(choices, key=lambda choice: sort_key(choice[1]))
