"""What an outcome names in its many-to-many fields, in one query."""

from dataclasses import dataclass, field

from django.db.models import CharField, DateTimeField, F, Value
from django.db.models.functions import Cast

from focusgroups.models import Person
from outcomes.models import OutcomePage


@dataclass(frozen=True)
class Relations:
    """People, and the codes of themes and countries."""

    people: list[Person] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)


def relations_of(page: OutcomePage) -> Relations:
    """A draft holds what it names itself; of a page as it is stored,
    the three relations are read together.
    """
    if page.__dict__.get("_cluster_related_objects"):
        return Relations(
            list(page.people.all()),
            [theme.code for theme in page.themes.all()],
            [country.code for country in page.countries.all()],
        )
    no_date, nothing = Value(None, DateTimeField()), Value("", CharField())
    people = OutcomePage.people.through.objects.filter(outcomepage=page.pk).values_list(
        Value("people"),
        F("person__name"),
        F("person__organisation"),
        F("person__consent_given_at"),
        F("person__consent_withdrawn_at"),
    )
    codes = [
        getattr(OutcomePage, name)
        .through.objects.filter(outcomepage=page.pk)
        .values_list(Value(name), Cast(key, CharField()), nothing, no_date, no_date)
        for name, key in (("themes", "theme_id"), ("countries", "country_id"))
    ]
    found = Relations()
    for kind, name, organisation, given, withdrawn in people.union(*codes, all=True):
        if kind == "people":
            found.people.append(
                Person(
                    name=name,
                    organisation=organisation,
                    consent_given_at=given,
                    consent_withdrawn_at=withdrawn,
                )
            )
        else:
            getattr(found, kind).append(name)
    found.people.sort(key=lambda person: person.name)
    found.themes.sort()
    found.countries.sort()
    return found
