"""Finding a person again, so that nobody stands in the list twice, and what their record may say."""

from typing import Any

from django.utils.translation import gettext as _

from .models import FocusGroup, Person
from .rules import address_in


class AnotherName(Exception):
    """The e-mail address belongs to a person of another name; nobody is taken for somebody else."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This e-mail address belongs to somebody of another name. Check both; where the name has changed, write "
                "to the SCM Secretariat."
            )
        )


class AddressGiven(Exception):
    """What is said of a member is public without quality control (ADR 0012), so it names somebody and leads nowhere."""

    def __init__(self, address: str) -> None:
        super().__init__(
            _(
                "Leave “%(address)s” out: name, job title and organisation are public at once, and stand without web and "
                "e-mail addresses."
            )
            % {"address": address}
        )


def refuse_addresses(*texts: str) -> None:
    """Raises ``AddressGiven`` where one of the texts bears a web or e-mail address."""
    for text in texts:
        if address := address_in(text):
            raise AddressGiven(address)


def refuse_another_name(person: Person, name: str) -> None:
    """Raises ``AnotherName`` where the person does not bear this name."""
    if person.name.casefold() != " ".join(name.split()).casefold():
        raise AnotherName


def find_or_add_person(
    *, name: str, title: str, organisation: str, email: str, group: FocusGroup | None = None
) -> Person:
    """The person with this address, else a new one; an existing person's own data stay as they are.

    Without an address, whoever bears this name among the present and past members of ``group`` and has none either.
    Raises ``AnotherName`` where the address belongs to a person of another name, or ``AddressGiven``.
    """
    refuse_addresses(name, title, organisation)
    name = " ".join(name.split())
    values = {"name": name, "title": title.strip(), "organisation": organisation.strip(), "email": email.lower()}
    if not email:
        known = Person.objects.filter(email="", name__iexact=name, memberships__group=group).first() if group else None
        return known or Person.objects.create(**values)
    # Whoever adds the same person in the same moment is waited for.
    person, _is_new = Person.objects.get_or_create(email__iexact=email, defaults=values)
    refuse_another_name(person, name)
    return person


def person_of(user: Any, organisation: str) -> Person:
    """The person behind an account of the Secretariat's staff; made on first use."""
    person = (
        Person.objects.filter(user=user).first() or Person.objects.filter(email__iexact=user.email, user=None).first()
    )
    if person is None:
        return Person.objects.create(name=str(user), organisation=organisation, email=user.email, user=user)
    if person.user_id is None:
        person.user = user
        person.save(update_fields=["user"])
    return person
