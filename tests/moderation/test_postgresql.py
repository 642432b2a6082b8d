"""On PostgreSQL the database itself refuses what goes live past the program."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from wagtail.models import Locale, Page

from moderation import postgresql
from moderation.actions import withdraw
from moderation.checking import findings
from moderation.gate import NotQualityControlled
from outcomes.models import OutcomePage
from tests import stories
from tests.moderation.conftest import fresh
from tests.services import needs_postgresql
from translations.actions.request_translation import page_in

pytestmark = [pytest.mark.django_db, needs_postgresql]


def commit(write: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Write, and let the database look as it does when a transaction ends."""
    with transaction.atomic():
        write(*args, **kwargs)
        connection.check_constraints()


def go_live_by_update(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(live=True)


def go_live_by_sql(page: Page) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET live = true WHERE id = %s", [page.pk])


@pytest.mark.parametrize("route", [go_live_by_update, go_live_by_sql])
def test_a_draft_never_approved_does_not_go_live(route: Any, public_group: Any, chair: Any) -> None:
    page = stories.draft_outcome(public_group, chair)

    with pytest.raises(IntegrityError, match="without an approval in force"):
        commit(route, page)

    assert not fresh(page).live


def test_a_withdrawn_page_does_not_come_back(public_outcome: OutcomePage, secretariat: Any) -> None:
    withdraw(page_id=public_outcome.pk, by=secretariat, reason="A figure was wrong.")

    with pytest.raises(IntegrityError):
        commit(go_live_by_update, public_outcome)


def test_an_approval_in_one_language_opens_no_other(public_outcome: OutcomePage) -> None:
    german = page_in(fresh(public_outcome), Locale.objects.get(language_code="de"))

    with pytest.raises(IntegrityError):
        commit(go_live_by_update, german)


def test_a_live_page_keeps_its_work_and_language(public_outcome: OutcomePage) -> None:
    german = Locale.objects.get(language_code="de")

    with pytest.raises(IntegrityError):
        commit(Page.objects.filter(pk=public_outcome.pk).update, locale=german)


def test_a_row_that_is_inserted_live_is_refused(public_group: Any) -> None:
    parent = stories.page_of(public_group)
    row = Page.objects.filter(pk=stories.terms_of(public_group).pk).values().get()
    del row["id"]
    row |= {"path": parent.path + "ZZZZ", "slug": "inserted", "translation_key": "6b1f2f0a-9d1b-4b7e-8a53-3f3d6f1f0c11"}

    with pytest.raises(IntegrityError):
        commit(Page.objects.bulk_create, [Page(**{**row, "live": True})])


def test_the_program_speaks_first(public_group: Any, chair: Any) -> None:
    page = stories.draft_outcome(public_group, chair)

    page.live = True
    with pytest.raises(NotQualityControlled), transaction.atomic():
        page.save()


def test_what_was_approved_and_ordinary_pages_go_live(public_outcome: OutcomePage) -> None:
    about = Page.objects.get(slug="about", locale__language_code="en")

    for page in (public_outcome, about):
        Page.objects.filter(pk=page.pk).update(live=False)
        commit(go_live_by_update, page)

        assert Page.objects.get(pk=page.pk).live


def test_a_migration_sets_the_trigger_and_the_check_misses_it(db: None) -> None:
    connection.check_constraints()
    postgresql.drop_trigger()

    assert "guard against raw SQL" in str(next(findings()))

    call_command("migrate", verbosity=0, stdout=StringIO())

    assert postgresql.is_set()
    assert list(findings()) == []
