"""``manage.py search_check`` on the database alone; with a search server: ``test_elasticsearch_away``."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.search.models import IndexEntry

from focusgroups.models import FocusGroupPage, Theme
from search import checking
from search.checking import MISSING, OUTDATED, SUPERFLUOUS, Difference
from search.query import SearchRequest, search
from tests import stories


def check(*options: str) -> tuple[int, list[str]]:
    told = io.StringIO()
    try:
        call_command("search_check", *options, stdout=told, stderr=told)
    except SystemExit as end:
        return int(str(end.code)), told.getvalue().splitlines()
    return 0, told.getvalue().splitlines()


def entries(page: Any) -> Any:
    return IndexEntry.objects.filter(object_id=str(page.pk), content_type=page.content_type_id)


def test_what_was_saved_as_usual_is_in_order(public_outcome: Any) -> None:
    assert check() == (0, ["The indexes are in order."])


def test_what_differs_is_named_and_mended(public_outcome: Any) -> None:
    group = FocusGroupPage.objects.get(locale__language_code="en", title="Citizen energy renovation")
    entries(public_outcome).delete()
    FocusGroupPage.objects.filter(pk=group.pk).update(title="Written past the program")
    IndexEntry.objects.create(object_id="987654", content_type=public_outcome.content_type, title="")

    told = [
        f"database: page {public_outcome.pk} is missing",
        f"database: page {group.pk} is outdated",
        "database: page 987654 is superfluous",
    ]
    status, lines = check()
    assert (status, sorted(lines[:3])) == (1, sorted(told))
    assert "--mend" in lines[3]

    status, lines = check("--mend")
    assert (status, lines[3]) == (0, "3 entries were brought up to date.")
    assert check() == (0, ["The indexes are in order."])
    assert entries(public_outcome).exists()


@pytest.mark.parametrize("what", [MISSING, OUTDATED, SUPERFLUOUS])
def test_mending_bears_that_a_page_is_gone_meanwhile(public_outcome: Any, what: str) -> None:
    checking.mend([Difference(checking.DATABASE, 987654, what)])

    assert check()[0] == 0


def test_a_theme_that_a_new_version_of_the_site_renames_is_found_by_its_new_name(
    public_group: Any, chair: Any, secretariat: Any
) -> None:
    """Themes come by migration; after an upgrade the operator runs the check."""
    renamed = Theme.objects.filter(code="energy-renovation")
    stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, title="A zeppelin", themes=renamed)
    renamed.update(labels={"en": "Warm houses"})

    assert check("--mend")[0] == 0

    assert [hit.found.title for hit in search(SearchRequest("houses zeppelin", "en")).hits] == ["A zeppelin"]
    assert search(SearchRequest("renovation zeppelin", "en")).total == 0
