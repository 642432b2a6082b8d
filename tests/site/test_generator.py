"""What ``bench/generator.py`` makes stands in public as if quality control had let it pass."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from bench.filling import fill
from bench.words import IN_NEARLY_ALL, IN_TEN_PERCENT
from focusgroups.models import FocusGroup, FocusGroupPage, TermsOfReferencePage, WorkProgrammePage
from moderation.checking import findings
from moderation.content import content_of
from moderation.models import Approval
from outcomes.models import Outcome, OutcomePage
from search.public import public_works

LANGUAGES = ("en", "fr", "de")
NUMBER = 100


@pytest.fixture
def made(db: None) -> int:
    return fill(NUMBER, LANGUAGES)


def test_every_work_is_public_once_in_each_language(made: int) -> None:
    for language in LANGUAGES:
        assert public_works(OutcomePage.objects.all(), language).count() == NUMBER
    assert OutcomePage.objects.count() == made
    assert NUMBER * 1.2 < made < NUMBER * 2


def test_the_marker_words_are_as_frequent_as_they_say(made: int) -> None:
    for word, number in ((IN_TEN_PERCENT, 10), (IN_NEARLY_ALL, 99)):
        pages = OutcomePage.objects.filter(body__icontains=word)
        assert pages.values("translation_key").distinct().count() == number


def test_every_facet_has_values(made: int) -> None:
    for column in ("format", "themes", "countries", "dated_on__year", "locale"):
        assert OutcomePage.objects.values(column).distinct().count() >= 3
    assert FocusGroup.objects.values("state").distinct().count() == 3


def test_the_gate_finds_nothing_but_revisions_that_are_left_out(made: int) -> None:
    found = {str(finding).partition(": ")[2] for finding in findings()}
    assert found == {
        "it is live without a live revision, so a schedule would take it down. "
        "Send it to quality control again: its approval sets the revision."
    }
    page = OutcomePage.objects.order_by("pk").first()
    approval = Approval.objects.get(work=page.translation_key, language=page.locale.language_code)
    assert json.loads(approval.content) == content_of(page).data


def test_visitors_read_its_pages(made: int, client: Client) -> None:
    pages: list[Any] = [
        *OutcomePage.objects.order_by("pk")[:3],
        FocusGroupPage.objects.first(),
        WorkProgrammePage.objects.first(),
        TermsOfReferencePage.objects.first(),
    ]
    reference = f"/id/{Outcome.objects.first().reference}/"
    for address in ["/en/", "/fr/outcomes/?sort=title", "/de/focus-groups/", reference, *(page.url for page in pages)]:
        assert client.get(address, follow=True).status_code == 200, address


def test_the_same_seed_makes_the_same(db: None) -> None:
    titles = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            fill(10, LANGUAGES, seed)
            titles.append(list(OutcomePage.objects.order_by("path").values_list("title", "body")))
            transaction.set_rollback(True)
    assert titles[0] == titles[1] != titles[2]
