"""Wagtail's explorer: who finds which pages in it, at a cost that does not grow with the pages."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from focusgroups.policies import EXPLORE
from tests import stories
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def policy() -> Any:
    return policy_registry.get_by_type(Page)


def anew(user: Any) -> Any:
    """The user as the next request reads them."""
    return get_user_model().objects.get(pk=user.pk)


@pytest.fixture
def another_group(support: Any, secretariat: Any, co_chair_person: Any, today: Any) -> Any:
    def set_up(chair: Any, name: str) -> Any:
        return stories.confirmed_group(
            support=support, secretariat=secretariat, chair=chair, co_chair=co_chair_person, today=today, name=name
        )

    return set_up


@pytest.mark.parametrize("role", ["chair", "co_chair", "support", "secretariat", "french_translator", "administrator"])
def test_the_explorer_shows_what_a_user_may_edit_and_the_way_down_to_it(
    role: str, group: Any, chair: Any, another_group: Any, request: pytest.FixtureRequest
) -> None:
    stories.draft_outcome(group, chair)
    another_group(PersonFactory(email="second@leuven.example"), "Heat")
    user = anew(request.getfixturevalue(role))
    own = [page.path for page in policy().instances_user_has_any_permission_for(user, EXPLORE)]

    shown = set(policy().explorable_instances(user))

    assert shown == {page for page in Page.objects.all() if any(path.startswith(page.path) for path in own)}


def test_a_chair_finds_the_own_group_alone(group: Any, chair: Any, another_group: Any) -> None:
    outcome = stories.draft_outcome(group, chair)
    other = another_group(PersonFactory(email="second@leuven.example"), "Heat")

    shown = policy().explorable_instances(anew(chair))

    assert {1, 2, 3, 4, 5} == {page.depth for page in shown}
    assert shown.filter(pk=outcome.pk).exists()
    assert not shown.filter(pk=stories.page_of(other).pk).exists()


def test_more_led_groups_cost_no_more_queries_and_no_page_is_compared_with_every_other(
    group: Any, chair: Any, chair_person: Any, another_group: Any, count_queries: Any
) -> None:
    def explore() -> list[Page]:
        return list(policy().explorable_instances(anew(chair)))

    with_one = count_queries(explore)
    for number in range(4):
        another_group(chair_person, f"Group {number}")

    with CaptureQueriesContext(connection) as seen:
        pages = explore()

    assert sum(page.depth == 4 for page in pages) == 5
    assert len(seen) == with_one
    assert not [query["sql"] for query in seen if "EXISTS" in query["sql"] and '"path" LIKE' in query["sql"]]


@pytest.mark.parametrize("address", [*("/admin/pages/{}/", "/admin/pages/{}/results/"), "/admin/pages/search/?q=Heat"])
def test_a_chair_of_two_groups_sees_no_page_of_a_third(
    address: str, group: Any, chair_person: Any, another_group: Any, signed_in: Any
) -> None:
    """The nearest page above both has the third below it, and Wagtail shows its title, state and people."""
    another_group(chair_person, "Quiet streets")
    page = stories.page_of(another_group(PersonFactory(email="second@leuven.example"), "Heat"))

    answer = signed_in(chair_person.user).get(address.format(page.pk))

    assert (answer.status_code, answer.url) == (302, reverse("landing"))


def test_more_outcomes_cost_no_more_queries(
    group: Any, chair: Any, secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    client = signed_in(secretariat)
    address = reverse("wagtailadmin_explore", args=[stories.page_of(group).pk])
    stories.draft_outcome(group, chair)
    client.get(address)
    with_one = count_queries(lambda: client.get(address))
    for number in range(3):
        stories.draft_outcome(group, chair, title=f"Outcome {number}")

    assert count_queries(lambda: client.get(address)) == with_one


def test_the_next_request_sees_that_a_membership_has_ended(group: Any, chair: Any, signed_in: Any) -> None:
    client = signed_in(chair)
    address = reverse("wagtailadmin_pages:edit", args=[stories.page_of(group).pk])
    before = client.get(address)

    stories.end(group.memberships.get(person__user=chair))

    assert before.status_code == 200
    assert client.get(address).status_code == 302
