"""A migration adds to what quality control approved: no live page loses its approval."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from wagtail import blocks

from moderation.checking import findings
from moderation.models import Approval
from moderation.resealing import NotWhatWasSealed, reseal
from outcomes.models import OutcomePage
from tests import stories
from tests.moderation.conftest import fresh

FIELDS = {
    "blank": models.CharField(max_length=20, blank=True, default=""),
    "with a default that readers see": models.CharField(max_length=20, default="peer-reviewed"),
    "empty until known": models.DateField(null=True, blank=True),
}


@pytest.fixture(params=FIELDS.values(), ids=FIELDS)
def added(request: pytest.FixtureRequest, public_outcome: OutcomePage) -> Iterator[str]:
    """A column that a migration adds, sealed from then on."""
    field = request.param.clone()
    field.contribute_to_class(OutcomePage, "reviewed_by")
    sealed = OutcomePage.sealed_fields
    OutcomePage.sealed_fields = [*sealed, field.name]
    try:
        _add_column(field)
        yield field.name
    finally:
        OutcomePage.sealed_fields = sealed
        OutcomePage._meta.local_fields.remove(field)
        delattr(OutcomePage, field.name)
        apps.clear_cache()


def _add_column(field: models.Field) -> None:
    """As ``AddField`` does; Django builds a table of SQLite anew for that, which no transaction of a test can hold."""
    if connection.vendor == "postgresql":
        # What waits for the end of the transaction would be in the way.
        connection.check_constraints()
        with connection.schema_editor() as editor:
            editor.add_field(OutcomePage, field)
        return
    default = "" if field.null else f" NOT NULL DEFAULT '{field.get_default()}'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE {OutcomePage._meta.db_table} ADD COLUMN {field.column} {field.db_type(connection)}{default}"
        )


def test_a_live_page_keeps_its_approval(added: str, public_outcome: OutcomePage) -> None:
    assert list(findings()) == []

    fresh(public_outcome).save()

    assert fresh(public_outcome).live
    assert stories.seal_of(public_outcome) == public_outcome.approval.seal


def test_its_next_version_says_the_new_field(
    added: str, public_outcome: OutcomePage, chair: Any, secretariat: Any
) -> None:
    # A text for two of the fields, a day for the third.
    stories.edit(fresh(public_outcome), chair, **{added: "2026-03-01"})
    stories.pass_quality_control(fresh(public_outcome), sender=chair, reviewer=secretariat)

    assert '"reviewed_by":"2026-03-01"' in fresh(public_outcome).approval.content
    assert list(findings()) == []


# --- A default inside a block cannot be left out: what was approved is sealed anew --------------------------


@pytest.fixture
def quoted(public_group: Any, chair: Any, secretariat: Any) -> OutcomePage:
    body = [("quote", {"text": "It works.", "attribution": "A tenant"})]
    return stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, title="Quoted", body=body)


@pytest.fixture
def part_of_a_block(quoted: OutcomePage) -> Iterator[None]:
    """A new part of the block with a quotation, with a default that readers see."""
    block = OutcomePage._meta.get_field("body").stream_block.child_blocks["quote"]
    part = blocks.CharBlock(default="translated")
    part.set_name("kind")
    block.child_blocks["kind"] = part
    yield
    del block.child_blocks["kind"]


def say_the_kind(data: dict[str, Any]) -> None:
    for kind, value in data.get("body", []):
        if kind == "quote":
            value.setdefault("kind", "translated")


def test_a_part_of_a_block_is_found_and_sealed_anew(
    quoted: OutcomePage, part_of_a_block: None, chair: Any, secretariat: Any
) -> None:
    before = Approval.objects.get(pk=quoted.approval.pk)
    assert "its content is not what was approved as version 1.0" in str(next(findings()))

    changed = reseal(Approval.objects.filter(content__contains='"type":"outcomes.outcomepage"'), say_the_kind)

    after = fresh(quoted).approval
    assert changed == 1
    assert list(findings()) == []
    assert (after.pk, after.version, after.reviewer, after.approved_at) == (
        before.pk,
        before.version,
        before.reviewer,
        before.approved_at,
    )
    fresh(quoted).save()
    stories.edit(fresh(quoted), chair, abstract="Quoted again.")
    stories.pass_quality_control(fresh(quoted), sender=chair, reviewer=secretariat)
    assert fresh(quoted).approval.version == "1.1"


def test_what_was_altered_before_is_not_sealed_anew(quoted: OutcomePage) -> None:
    Approval._base_manager.filter(pk=quoted.approval.pk).update(content="{}")

    with pytest.raises(NotWhatWasSealed):
        reseal(Approval.objects.all(), say_the_kind)
