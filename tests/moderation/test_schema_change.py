"""A migration of a later release changes what quality control approved: no live page loses its approval.

Each is applied and taken back as ``migrate`` does it, on a copy of the database in which everything is committed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, models, transaction
from django.db.migrations import AddField, Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from wagtail import blocks

from moderation.checking import findings
from moderation.models import Approval
from moderation.resealing import NotWhatWasSealed, reseal
from outcomes.models import OutcomePage
from tests import scenes, stories
from tests.moderation.conftest import fresh
from tests.torture.processes import committed_database

# One process builds the copy.
pytestmark = pytest.mark.xdist_group("schema change")
PUBLIC, SENT, QUOTED = "A playbook", "A guide", "Quoted"
FIELDS = {
    "blank": models.CharField(max_length=20, blank=True, default=""),
    "with a default that readers see": models.CharField(max_length=20, default="peer-reviewed"),
    "empty until known": models.DateField(null=True, blank=True),
}


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A group whose pages are all public, outcomes in two languages, one that is sent and one that was quoted."""
    with django_db_blocker.unblock(), committed_database():
        chair, secretariat = scenes.chair, scenes.secretariat()
        group = scenes.public_terms().group
        page = stories.publish_outcome(group, chair=chair().user, reviewer=secretariat, title=PUBLIC)
        stories.publish_in_french(
            page, asked_by=secretariat, translator=scenes.translator("fr"), reviewer=scenes.reviewer("fr")
        )
        stories.send(stories.draft_outcome(group, chair().user, title=SENT), chair().user)
        body = [("quote", {"text": "It works.", "attribution": "A tenant"})]
        stories.publish_outcome(group, chair=chair().user, reviewer=secretariat, title=QUOTED, body=body)
        yield


@pytest.fixture
def db(site: None) -> Iterator[None]:
    """What a test itself writes is undone, so that the migration can be taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def migrated(*operations: Operation) -> Iterator[None]:
    """The database as a migration with these operations leaves it, and afterwards as it was."""
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state()
    migration = Migration("of_a_later_release", OutcomePage._meta.app_label)
    migration.operations = list(operations)
    emit_pre_migrate_signal(0, False, connection.alias)
    executor.apply_migration(state.clone(), migration)
    emit_post_migrate_signal(0, False, connection.alias)
    try:
        yield
    finally:
        emit_pre_migrate_signal(0, False, connection.alias)
        executor.unapply_migration(state, migration)
        emit_post_migrate_signal(0, False, connection.alias)


def outcome(title: str, language: str = "en") -> OutcomePage:
    source = OutcomePage.objects.get(title=title, locale__language_code="en")
    return OutcomePage.objects.get(translation_key=source.translation_key, locale__language_code=language)


# --- A new field --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=FIELDS.values(), ids=FIELDS)
def added(request: pytest.FixtureRequest, site: None, django_db_blocker: Any) -> Iterator[str]:
    """A field of the outcome that a migration adds, sealed from then on."""
    field = request.param.clone()
    field.contribute_to_class(OutcomePage, "reviewed_by")
    OutcomePage.sealed_fields.append(field.name)
    try:
        with django_db_blocker.unblock(), migrated(AddField("outcomepage", field.name, request.param)):
            yield field.name
    finally:
        OutcomePage.sealed_fields.remove(field.name)
        OutcomePage._meta.local_fields.remove(field)
        delattr(OutcomePage, field.name)
        apps.clear_cache()


def test_no_live_page_loses_its_approval(added: str, db: None) -> None:
    assert list(findings()) == []

    for page in (outcome(PUBLIC), outcome(PUBLIC, "fr")):
        page.save()

        assert fresh(page).live
        assert stories.seal_of(page) == page.approval.seal


def test_what_was_sent_before_is_approved_after(added: str, db: None) -> None:
    page = outcome(SENT)

    stories.approve(page_id=page.pk, by=scenes.secretariat(), seal=stories.seal_of(page), answers=stories.ALL_YES)

    assert fresh(page).live
    assert list(findings()) == []


def test_its_next_version_says_the_new_field(added: str, db: None) -> None:
    page = outcome(PUBLIC)

    # A text for two of the fields, a day for the third.
    stories.edit(page, scenes.chair().user, **{added: "2026-03-01"})
    stories.pass_quality_control(fresh(page), sender=scenes.chair().user, reviewer=scenes.secretariat())

    assert '"reviewed_by":"2026-03-01"' in fresh(page).approval.content
    assert list(findings()) == []


# --- A default inside a block cannot be left out: what was approved is sealed anew --------------------------


@pytest.fixture
def part_of_a_block(site: None) -> Iterator[None]:
    """A new part of the block with a quotation, with a default that readers see."""
    block = OutcomePage._meta.get_field("body").stream_block.child_blocks["quote"]
    part = blocks.CharBlock(default="translated")
    part.set_name("kind")
    block.child_blocks["kind"] = part
    yield
    del block.child_blocks["kind"]


@pytest.fixture
def sealed_anew(part_of_a_block: None, django_db_blocker: Any) -> Iterator[None]:
    """The migration of docs/adr/0010."""
    with django_db_blocker.unblock(), migrated(RunPython(sealing(say_the_kind), sealing(forget_the_kind))):
        yield


def sealing(change: Callable[[dict[str, Any]], object]) -> Callable[[Any, Any], None]:
    def migrate(then: Any, schema_editor: Any) -> None:
        approvals = then.get_model("scm_moderation", "Approval").objects
        reseal(approvals.filter(content__contains='"type":"outcomes.outcomepage"'), change)

    return migrate


def quotations(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [value for kind, value in data.get("body", []) if kind == "quote"]


def say_the_kind(data: dict[str, Any]) -> None:
    for value in quotations(data):
        value.setdefault("kind", "translated")


def forget_the_kind(data: dict[str, Any]) -> None:
    for value in quotations(data):
        del value["kind"]


def test_a_new_part_of_a_block_is_found(part_of_a_block: None, db: None) -> None:
    assert ["its content is not what was approved as version 1.0" in str(found) for found in findings()] == [True]


def test_a_migration_seals_anew_what_was_approved(sealed_anew: None, db: None) -> None:
    assert list(findings()) == []
    page = outcome(QUOTED)

    page.save()
    stories.edit(fresh(page), scenes.chair().user, abstract="Quoted again.")
    stories.pass_quality_control(fresh(page), sender=scenes.chair().user, reviewer=scenes.secretariat())

    assert fresh(page).approval.version == "1.1"
    assert list(findings()) == []


def test_who_approved_it_and_when_stays(site: None, db: None) -> None:
    before = list(Approval.objects.order_by("pk").values())

    changed = reseal(Approval.objects.all(), say_the_kind)

    after = list(Approval.objects.order_by("pk").values())
    written = {name for old, new in zip(before, after, strict=True) for name in old if old[name] != new[name]}
    assert changed == 1
    assert written == {"content", "seal"}


def test_what_was_altered_before_is_not_sealed_anew(db: None) -> None:
    Approval._base_manager.filter(pk=outcome(QUOTED).approval.pk).update(content="{}")

    with pytest.raises(NotWhatWasSealed):
        reseal(Approval.objects.all(), say_the_kind)
