"""Countries for a choice: codes with names in the active language."""

from focusgroups.models import Country


def country_choices() -> list[tuple[str, str]]:
    """Every country that the site knows, by its name in the reader's language."""
    return sorted(((country.code, country.name()) for country in Country.objects.all()), key=lambda choice: choice[1])
