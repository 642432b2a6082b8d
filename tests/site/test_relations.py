"""What an outcome names is read together, and is the same for a draft."""

from typing import Any

from django.utils import timezone

from focusgroups.models import Country, Theme
from scm_site.pages.relations import relations_of
from tests import stories
from tests.factories import PersonFactory


def test_a_stored_page_names_the_same_as_its_draft(publish: Any, django_assert_num_queries: Any) -> None:
    people = [
        PersonFactory(name="Ada Example", consent_given_at=timezone.now()),
        PersonFactory(name="Bo Example"),
    ]
    page = publish(
        "A playbook",
        people=people,
        themes=list(Theme.objects.filter(code__in=["finance", "governance"])),
        countries=list(Country.objects.filter(code__in=["BE", "FR"])),
    )

    as_stored = stories.OutcomePage.objects.get(pk=page.pk)
    with django_assert_num_queries(1):
        stored = relations_of(as_stored)
    draft = relations_of(page.draft())

    assert [(person.name, person.is_named()) for person in stored.people] == [
        ("Ada Example", True),
        ("Bo Example", False),
    ]
    assert [person.name for person in draft.people] == ["Ada Example", "Bo Example"]
    assert stored.themes == sorted(draft.themes) == ["finance", "governance"]
    assert stored.countries == sorted(draft.countries) == ["BE", "FR"]
