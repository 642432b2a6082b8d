"""Finding a person again, so that nobody stands in the list twice."""

from typing import Any

from .models import Person


def find_or_add_person(*, name: str, title: str, organisation: str, email: str) -> Person:
    """The person with this address, else a new one; an existing person's own data stay as they are."""
    if email:
        known = Person.objects.filter(email__iexact=email).first()
        if known:
            return known
    return Person.objects.create(
        name=name.strip(), title=title.strip(), organisation=organisation.strip(), email=email.lower()
    )


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
