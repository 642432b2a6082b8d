"""Accounts and persons."""

import factory
from factory.django import DjangoModelFactory

from focusgroups.models import Person
from scm_site.models import User


class UserFactory(DjangoModelFactory):
    """Somebody with an account whose password is ``password``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@city.example")
    first_name = factory.Faker("first_name")
    last_name = factory.Faker("last_name")
    password = factory.django.Password("password")


class PersonFactory(DjangoModelFactory):
    """A person without an account."""

    class Meta:
        model = Person

    name = factory.Faker("name")
    title = "Head of Energy"
    organisation = "City of Leuven"
    email = factory.Sequence(lambda number: f"member{number}@city.example")
