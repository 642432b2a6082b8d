"""What an outcome names in its many-to-many fields, in one query."""

from dataclasses import dataclass, field

from django.db.models import CharField, DateTimeField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from focusgroups.choices import Role
from focusgroups.models import FocusGroup, Person
from outcomes.models import OutcomePage


@dataclass(frozen=True)
class Author:
    """A person as the public sees them: without consent ``name`` is ``""``. ``role`` is theirs in the group, if any."""

    name: str
    role: str
    organisation: str

    @property
    def affiliation(self) -> str:
        """What stands for the name where it is withheld."""
        return ", ".join(filter(None, (self.role and str(Role(self.role).label), self.organisation)))


@dataclass(frozen=True)
class Relations:
    """Authors, and the codes of themes and countries."""

    authors: list[Author] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)


def relations_of(page: OutcomePage, group: FocusGroup) -> Relations:
    """What ``page`` of ``group`` names. A draft holds it itself; of a page as it is stored,
    the three relations are read together.
    """
    memberships = group.memberships.order_by("started_on", "pk")
    if page.__dict__.get("_cluster_related_objects"):
        people = sorted(page.people.all(), key=lambda person: person.name)
        roles = dict(memberships.filter(person__in=people).values_list("person", "role"))
        return Relations(
            [_author(person, roles.get(person.pk, "")) for person in people],
            [theme.code for theme in page.themes.all()],
            [country.code for country in page.countries.all()],
        )
    no_date, nothing = Value(None, DateTimeField()), Value("", CharField())
    role = memberships.filter(person=OuterRef("person")).reverse().values("role")[:1]
    people = OutcomePage.people.through.objects.filter(outcomepage=page.pk).values_list(
        Value("people"),
        F("person__name"),
        F("person__organisation"),
        Coalesce(Subquery(role), nothing),
        F("person__consent_given_at"),
        F("person__consent_withdrawn_at"),
    )
    codes = [
        getattr(OutcomePage, name)
        .through.objects.filter(outcomepage=page.pk)
        .values_list(Value(name), Cast(key, CharField()), nothing, nothing, no_date, no_date)
        for name, key in (("themes", "theme_id"), ("countries", "country_id"))
    ]
    found, named = Relations(), []
    for kind, name, organisation, role, given, withdrawn in people.union(*codes, all=True):
        if kind == "people":
            person = Person(
                name=name, organisation=organisation, consent_given_at=given, consent_withdrawn_at=withdrawn
            )
            named.append((name, _author(person, role)))
        else:
            getattr(found, kind).append(name)
    found.authors.extend(author for _name, author in sorted(named, key=lambda one: one[0]))
    found.themes.sort()
    found.countries.sort()
    return found


def _author(person: Person, role: str) -> Author:
    return Author(person.name if person.is_named() else "", role, person.organisation)
