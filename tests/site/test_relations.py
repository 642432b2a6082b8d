"""What an outcome names is read together, and is the same for a draft."""

from typing import Any

from django.utils import timezone

from focusgroups.actions import add_member, end_membership
from focusgroups.models import Country, Theme
from scm_site.pages.relations import Author, relations_of
from tests import stories
from tests.factories import PersonFactory


def test_a_stored_page_names_the_same_as_its_draft(
    publish: Any, public_group: Any, chair: Any, today: Any, django_assert_num_queries: Any
) -> None:
    ada = PersonFactory(name="Ada Example", organisation="City Ada", consent_given_at=timezone.now())
    bo, cy = (PersonFactory(name=f"{name} Example", organisation=f"City {name}") for name in ("Bo", "Cy"))
    people = [cy, bo, ada]
    for role in ("support", "participant"):
        membership = add_member(group=public_group, person=bo, role=role, by=chair, today=today)
        end_membership(membership=membership, by=chair, today=today)
    page = publish(
        "A playbook",
        people=people,
        themes=list(Theme.objects.filter(code__in=["finance", "governance"])),
        countries=list(Country.objects.filter(code__in=["BE", "FR"])),
    )

    as_stored = stories.OutcomePage.objects.get(pk=page.pk)
    with django_assert_num_queries(1):
        stored = relations_of(as_stored, public_group)
    draft = relations_of(page.draft(), public_group)

    assert stored.authors == [
        Author("Ada Example", "", "City Ada"),
        Author("", "participant", "City Bo"),
        Author("", "", "City Cy"),
    ]
    assert stored.authors == draft.authors
    assert stored.themes == sorted(draft.themes) == ["finance", "governance"]
    assert stored.countries == sorted(draft.countries) == ["BE", "FR"]
