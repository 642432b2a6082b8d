"""Public pages and lists ask the database as often for fifty items as for one."""

import re
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page

from bench.filling import Filler, Group
from bench.rows import reset_sequences
from focusgroups.models import Country, FocusGroup, Theme
from moderation.models import Approval
from outcomes.models import OutcomePage
from tests import scenes, stories
from tests.factories import PersonFactory

MANY = 50
GROUP = "/focus-groups/citizen-energy-renovation/"
# Address → the most queries that it may cost. The outcomes are in English alone: other languages show the fallback.
BUDGETS = {
    "/en/": 8,
    "/fr/": 8,
    **dict.fromkeys(
        (
            "/en/outcomes/",
            "/fr/outcomes/",
            "/en/outcomes/?size=50",
            "/en/outcomes/?q=playbook&format=white_paper",
            "/en/search/?q=playbook",
            "/fr/search/?q=playbook&size=50",
        ),
        12,
    ),
    f"/en{GROUP}": 10,
    f"/fr{GROUP}": 10,
    **{f"/{language}{GROUP}playbook-1/": 10 for language in ("en", "fr", "de")},
}


def queries(address: str) -> int:
    """The number of queries of a second visit, when the navigation is known."""
    client = Client()
    with translation.override("en"):
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            response = client.get(address)
    assert response.status_code == 200
    return len(seen)


@scenes.scene
def fifty_outcomes() -> dict[str, int]:
    """Fifty public outcomes of one group, the last of which names much; what each address cost when there was one."""
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    publish = partial(stories.publish_outcome, group, chair=chair, reviewer=secretariat)
    first = publish(title="Playbook 1", cities=[("city", {"name": "Ghent", "country": "BE"})])
    one = {address: queries(address) for address in BUDGETS}
    copy(first, group)
    file = stories.upload(chair)
    publish(
        title=f"Playbook {MANY}",
        cities=[("city", {"name": f"City {number}", "country": "BE"}) for number in range(MANY)],
        themes=list(Theme.objects.all()),
        countries=list(Country.objects.all()[:MANY]),
        people=[PersonFactory(consent_given_at=timezone.now()) for _number in range(MANY)],
        files=[
            ("file", {"document": file, "language": "en", "description": f"Part {number}", "accessible": True})
            for number in range(MANY)
        ],
    )
    return one


def copy(first: OutcomePage, group: FocusGroup) -> None:
    """All but the first and the last as the bench makes them, which the verbs take ten seconds for; with what lists read."""
    parent = stories.page_of(group)
    bulk = Group(group, "en", {"en": parent}, {"en": parent.numchild}, outcomes=1)
    Filler(("en",), seed=1).outcomes(MANY - 2, [bulk], tell=lambda line: None)
    reset_sequences(Page, Approval)
    others = OutcomePage.objects.exclude(pk=first.pk)
    others.update(files=first.files, cities=first.cities, format=first.format)
    title = Concat(Value("Playbook "), Cast("pk", CharField()))
    Page.objects.filter(pk__in=others.values("pk")).update(title=title, draft_title=title)
    call_command("update_index", verbosity=0)


@pytest.mark.parametrize("address", BUDGETS)
def test_an_address_asks_as_often_for_fifty_outcomes_as_for_one(fifty_outcomes: dict[str, int], address: str) -> None:
    assert queries(address) == fifty_outcomes[address] <= BUDGETS[address]


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_an_outcome_that_names_fifty_of_each_asks_as_often_as_one_that_names_one(
    fifty_outcomes: dict[str, int], language: str
) -> None:
    one = f"/{language}{GROUP}playbook-1/"

    assert queries(f"/{language}{GROUP}playbook-{MANY}/") == fifty_outcomes[one]


def test_a_fallback_asks_no_more_than_the_page_itself(fifty_outcomes: dict[str, int]) -> None:
    own, *fallbacks = (queries(f"/{language}{GROUP}playbook-1/") for language in ("en", "fr", "de"))

    assert fallbacks == [own, own]


@pytest.mark.parametrize("address", ["/en/outcomes/?size=50", "/fr/search/?q=playbook&size=50"])
def test_a_list_shows_all_fifty(fifty_outcomes: dict[str, int], address: str) -> None:
    page = Client().get(address).content.decode()

    assert len(re.findall(r">Playbook \d+</a>", page)) == MANY


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_list_of_groups_asks_as_often_for_fifty_as_for_one(public_group: Any, language: str) -> None:
    one = queries(f"/{language}/focus-groups/")
    Filler(("en",), seed=1).groups(MANY - 1)

    assert queries(f"/{language}/focus-groups/") == one <= 12
