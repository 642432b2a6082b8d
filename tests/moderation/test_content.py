"""The content hash: the same for what reads the same, another for what reads otherwise."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps
from wagtail.models import Page

from files.models import File
from focusgroups.models import Theme, WorkProgrammePage
from moderation.content import _plain, _put, content_of
from moderation.models import Approval
from outcomes.models import OutcomePage
from tests import stories
from tests.moderation.conftest import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(public_group: Any, chair: Any, secretariat: Any) -> WorkProgrammePage:
    stories.publish_terms(public_group, chair=chair, reviewer=secretariat)
    return stories.programme_of(public_group)


def every_live_page(group: Any) -> list[Page]:
    return [page.specific for page in Page.objects.live().filter(path__startswith=stories.page_of(group).path)]


def test_a_draft_equals_its_live_row(programme: Any, public_outcome: OutcomePage, public_group: Any) -> None:
    pages = every_live_page(public_group)

    assert len(pages) == 4
    for page in pages:
        assert content_of(page).seal == content_of(page.get_latest_revision().as_object()).seal, page
        assert content_of(page).seal == page.approval.seal, page
        assert content_of(page).canonical == page.approval.content, page


def test_reading_and_saving_changes_nothing(programme: Any, public_outcome: OutcomePage, public_group: Any) -> None:
    for page in every_live_page(public_group):
        before = content_of(page).seal

        page.save()
        page.save_revision()
        fresh(page).draft().save_revision()

        assert content_of(fresh(page)).seal == before, page
        assert content_of(fresh(page).draft()).seal == before, page


def test_a_round_trip_through_json_changes_nothing(
    programme: Any, public_outcome: OutcomePage, public_group: Any
) -> None:
    for page in every_live_page(public_group):
        again = type(page).from_json(page.to_json())

        assert content_of(again).seal == content_of(page).seal, page
        assert content_of(page.with_content_json(page.serializable_data())).seal == content_of(page).seal, page


def test_a_stream_is_the_same_read_and_unread(public_outcome: OutcomePage) -> None:
    unread, read = fresh(public_outcome), fresh(public_outcome)
    for block in read.body:
        block.render_as_block()
        block.get_prep_value()

    assert content_of(unread).seal == content_of(read).seal


def test_ids_and_keys_of_blocks_are_no_content(public_outcome: OutcomePage) -> None:
    before = content_of(fresh(public_outcome))
    page = fresh(public_outcome)
    page.body = [(block.block_type, block.value) for block in page.body]
    page.files = [(block.block_type, block.value) for block in page.files]

    assert content_of(page).seal == before.seal
    assert not {block.id for block in public_outcome.body} & set(before.canonical.split('"'))


def test_a_date_typed_is_the_date_stored(public_group: Any, chair: Any) -> None:
    page = stories.draft_outcome(public_group, chair, dated_on=date(2026, 3, 1))
    stored = stories.seal_of(page)
    typed = fresh(page).draft()
    typed.dated_on = "2026-03-01"

    assert content_of(typed).seal == stored


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Decimal("1.5"), Decimal("1.500")),
        (Decimal("100"), Decimal("1E+2")),
        (Decimal("0.00"), Decimal("0")),
        (date(2026, 3, 1), "2026-03-01"),
    ],
)
def test_a_value_has_one_form(first: Any, second: Any) -> None:
    assert _plain(first, None) == _plain(second, None)


def test_the_order_of_themes_is_no_content_and_of_blocks_is(public_outcome: OutcomePage) -> None:
    page = fresh(public_outcome)
    page.themes = list(Theme.objects.all()[:3])
    forwards = content_of(page).seal
    page.themes = list(reversed(Theme.objects.all()[:3]))

    assert content_of(page).seal == forwards

    page.body = [("heading", "One"), ("heading", "Two")]
    one_two = content_of(page).seal
    page.body = [("heading", "Two"), ("heading", "One")]

    assert content_of(page).seal != one_two


@pytest.mark.parametrize("name", OutcomePage.sealed_fields)
def test_each_field_counts(public_outcome: OutcomePage, name: str, secretariat: Any) -> None:
    page = fresh(public_outcome)
    before = content_of(page).seal
    other: dict[str, Any] = {
        "body": [("heading", "Other")],
        "files": [],
        "themes": [Theme.objects.last()],
        "people": [page.group.current_members()[0].person],
        "dated_on": date(2020, 1, 1),
        "dated_on_precision": "year",
        "cities": [("city", {"name": "Ghent", "country": "BE"})],
        "countries": list(page._meta.get_field("countries").related_model.objects.all()[:1]),
        "links": [("link", {"title": "A project", "url": "https://project.example"})],
        "events": [("event", {"title": "Fair", "date": date(2026, 5, 1), "place": "Ghent"})],
    }
    setattr(page, name, other.get(name, "other"))

    assert content_of(page).seal != before


@pytest.mark.parametrize("name", ["seo_title", "search_description"])
def test_what_only_machines_show_counts(public_outcome: OutcomePage, name: str) -> None:
    page = fresh(public_outcome)
    setattr(page, name, "Other")

    assert content_of(page).seal != public_outcome.approval.seal


@pytest.mark.parametrize("name", ["slug", "owner_id", "draft_title", "locked", "has_unpublished_changes"])
def test_what_is_no_content_does_not_count(public_outcome: OutcomePage, name: str) -> None:
    page = fresh(public_outcome)
    setattr(page, name, None)

    assert content_of(page).seal == public_outcome.approval.seal


def test_the_same_bytes_are_the_same_content(public_group: Any, chair: Any) -> None:
    """The reader gets the same, whichever row it comes from; yet both belong to the draft."""
    one, two = stories.upload(chair), stories.upload(chair, name="again.pdf")
    page = stories.draft_outcome(public_group, chair, file=one)
    before = stories.seal_of(page)

    stories.edit(
        page,
        chair,
        files=[("file", {"document": two, "language": "en", "description": "Report", "accessible": True})],
    )

    assert stories.seal_of(page) == before
    assert content_of(fresh(page).draft()).documents == {two.pk}


def test_two_rows_with_the_same_bytes_are_both_opened(public_group: Any, chair: Any, secretariat: Any) -> None:
    files = [stories.upload(chair), stories.upload(chair, name="again.pdf")]
    blocks = [("file", {"document": file, "language": "en", "description": "", "accessible": True}) for file in files]

    stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, files=blocks)

    assert set(File.objects.public()) == set(files)


def test_other_bytes_are_other_content(public_group: Any, chair: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    before = stories.seal_of(page)
    other = stories.upload(chair, content=stories.PDF + b"% other")

    stories.edit(
        page,
        chair,
        files=[("file", {"document": other, "language": "en", "description": "Report", "accessible": True})],
    )

    assert stories.seal_of(page) != before


# --- A field that a later version of the program adds -------------------------------------------------------


@pytest.fixture
def later() -> models.Model:
    """What a migration would add to a page: blank, with a default, without one."""
    with isolate_apps("moderation"):

        class Later(models.Model):
            blank = models.TextField(blank=True)
            with_default = models.CharField(max_length=10, default="day")
            nothing = models.DateField(null=True, blank=True)
            tags = models.JSONField(default=list, blank=True)

            class Meta:
                app_label = "scm_moderation"

            def __str__(self) -> str:
                return "later"

    return Later()


def test_a_new_field_at_its_default_changes_no_hash(public_outcome: OutcomePage, later: models.Model) -> None:
    content = content_of(public_outcome)
    for name, value in (("blank", ""), ("with_default", "day"), ("nothing", None), ("tags", [])):
        _put(content.data, name, value, later)

    assert content.seal == public_outcome.approval.seal


def test_a_new_field_with_a_value_does(public_outcome: OutcomePage, later: models.Model) -> None:
    content = content_of(public_outcome)
    _put(content.data, "with_default", "year", later)

    assert content.seal != public_outcome.approval.seal


def test_a_new_sealed_field_locks_no_live_page(public_outcome: OutcomePage, monkeypatch: Any) -> None:
    """As after a migration: the live page goes on being saved, and the draft equals it."""
    monkeypatch.setattr(OutcomePage, "sealed_fields", [*OutcomePage.sealed_fields, "format_other", "show_in_menus"])

    fresh(public_outcome).save()

    assert content_of(fresh(public_outcome)).seal == public_outcome.approval.seal


def test_the_stored_json_gives_the_stored_hash(public_outcome: OutcomePage) -> None:
    """A re-seal after a new projection reads the stored JSON."""
    approval = Approval.objects.get(work=public_outcome.translation_key)
    content = content_of(public_outcome)
    content.data = json.loads(approval.content)

    assert content.seal == approval.seal
