"""The proof over the database finds what went past the program; raw queries plant each corruption."""

import uuid
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision

from files.models import File
from moderation import postgresql
from moderation.actions import withdraw
from moderation.checking import findings
from moderation.models import Approval, QualityControlTask, Revocation
from outcomes.models import Outcome, OutcomePage
from tests import stories
from tests.moderation.conftest import SECRET, fresh
from translations.actions.request_translation import page_in

pytestmark = pytest.mark.django_db


def check(*arguments: str) -> tuple[int, str]:
    """The command's exit status and what it printed."""
    printed = StringIO()
    try:
        call_command("check_publication", *arguments, stdout=printed, stderr=StringIO())
    except SystemExit as end:
        return end.code, printed.getvalue()
    return 0, printed.getvalue()


@pytest.fixture
def french(public_outcome: OutcomePage, secretariat: Any, french_translator: Any, french_reviewer: Any) -> OutcomePage:
    return stories.publish_in_french(
        public_outcome, asked_by=secretariat, translator=french_translator, reviewer=french_reviewer
    )


def test_an_empty_site_passes(db: None) -> None:
    assert check() == (0, "Everything public passed quality control.\n")


def test_everything_that_went_through_the_verbs_passes(
    public_group: Any, french: OutcomePage, chair: Any, secretariat: Any
) -> None:
    """Every type, two languages, a second version, a draft beside a live page, a withdrawn page."""
    stories.publish_terms(public_group, chair=chair, reviewer=secretariat)
    second = stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, title="Second")
    stories.edit(second, chair, abstract="A second version.")
    stories.pass_quality_control(second, sender=chair, reviewer=secretariat)
    stories.edit(fresh(second), chair, abstract="A draft of a third.")
    third = stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, title="Third")
    withdraw(page_id=third.pk, by=secretariat, reason="A figure was wrong.")
    stories.draft_outcome(public_group, chair, title="Fourth")

    assert check("--files")[0] == 0


# --- What may be wrong with a page --------------------------------------------------------------------------


def never_approved(page: OutcomePage, **people: Any) -> str:
    draft = stories.draft_outcome(page.group, people["chair"], title="Never read")
    Page.objects.filter(pk=draft.pk).update(live=True, live_revision=draft.latest_revision)
    return f"“Never read” (en, page {draft.pk}): it is live, but was never approved."


def approved_in_another_language(page: OutcomePage, **people: Any) -> str:
    from wagtail.models import Locale

    german = page_in(page, Locale.objects.get(language_code="de"))
    Page.objects.filter(pk=german.pk).update(live=True, live_revision=german.latest_revision)
    return f"(de, page {german.pk}): it is live, but approved only in another language (en)."


def revoked(page: OutcomePage, **people: Any) -> str:
    Revocation.objects.bulk_create([Revocation(approval=page.approval, reason="Wrong.")])
    return f"(en, page {page.pk}): it is live, but the approval of version 1.0 was withdrawn."


def superseded(page: OutcomePage, **people: Any) -> str:
    first = page.abstract
    stories.edit(page, people["chair"], abstract="A better abstract.")
    stories.pass_quality_control(page, sender=people["chair"], reviewer=people["secretariat"])
    OutcomePage.objects.filter(pk=page.pk).update(abstract=first)
    return f"(en, page {page.pk}): it shows version 1.0, which version 1.1 superseded."


def other_content(page: OutcomePage, **people: Any) -> str:
    OutcomePage.objects.filter(pk=page.pk).update(abstract=SECRET)
    return f"(en, page {page.pk}): its content is not what was approved as version 1.0."


def other_title(page: OutcomePage, **people: Any) -> str:
    Page.objects.filter(pk=page.pk).update(title="Another title")
    return f"“Another title” (en, page {page.pk}): its content is not what was approved"


def other_description_for_search_engines(page: OutcomePage, **people: Any) -> str:
    Page.objects.filter(pk=page.pk).update(search_description=SECRET)
    return f"(en, page {page.pk}): its content is not what was approved"


def other_themes(page: OutcomePage, **people: Any) -> str:
    from focusgroups.models import Theme

    through = OutcomePage.themes.field.remote_field.through
    through.objects.create(outcomepage_id=page.pk, theme=Theme.objects.first())
    return f"(en, page {page.pk}): its content is not what was approved"


def no_live_revision(page: OutcomePage, **people: Any) -> str:
    Page.objects.filter(pk=page.pk).update(live_revision=None)
    return f"(en, page {page.pk}): it is live without a live revision"


def live_revision_of_other_content(page: OutcomePage, **people: Any) -> str:
    draft = stories.edit(page, people["chair"], abstract=SECRET)
    Page.objects.filter(pk=page.pk).update(live_revision=draft.latest_revision)
    return f"(en, page {page.pk}): its live revision {draft.latest_revision_id} has other content"


def altered_approval(page: OutcomePage, **people: Any) -> str:
    Approval._base_manager.filter(pk=page.approval.pk).update(content="{}")
    return f"(en, page {page.pk}): the approval of version 1.0 was altered"


def record_missing(page: OutcomePage, **people: Any) -> str:
    Outcome.objects.filter(work=page.translation_key).delete()
    return f"(en, page {page.pk}): its record is missing"


def record_of_another_version(page: OutcomePage, **people: Any) -> str:
    Outcome.objects.filter(work=page.translation_key).update(current_version="2.0")
    return f"(en, page {page.pk}): its record SCM-FG-2026-01-O1 counts version 2.0, and version 1.0 was approved."


def record_withdrawn(page: OutcomePage, **people: Any) -> str:
    Outcome.objects.filter(work=page.translation_key).update(withdrawn_at=timezone.now(), withdrawal_reason="Wrong.")
    return f"(en, page {page.pk}): its record SCM-FG-2026-01-O1 says that it was withdrawn."


def file_of_another_work(page: OutcomePage, **people: Any) -> str:
    File.objects.update(work=uuid.uuid4())
    file = File.objects.get()
    return f"(en, page {page.pk}): it shows the file “Playbook” (file {file.pk}) of another work"


def place_in_the_tree(page: OutcomePage, **people: Any) -> str:
    Page.objects.filter(pk=page.get_parent().pk).update(numchild=1)
    return f"(en, page {page.get_parent().pk}): its place in the tree is damaged."


def address_astray(page: OutcomePage, **people: Any) -> str:
    Page.objects.filter(pk=page.pk).update(url_path="/home/elsewhere/")
    return f"(en, page {page.pk}): its address “/home/elsewhere/” is not below the one of its parent"


def quality_control_switched_off(page: OutcomePage, **people: Any) -> str:
    QualityControlTask.objects.update(active=False)
    return "Quality control: its workflow does not stand on the root page, or its task is switched off"


def alias(page: OutcomePage, **people: Any) -> str:
    other = stories.draft_outcome(page.group, people["chair"], title="An alias")
    Page.objects.filter(pk=other.pk).update(alias_of=page)
    return f"“An alias” (en, page {other.pk}): it is an alias of “{page.title}”"


def alias_of_an_ordinary_type(page: OutcomePage, **people: Any) -> str:
    about = Page.objects.get(slug="about", locale=page.locale)
    Page.objects.filter(pk=about.pk).update(alias_of=page)
    return f"(en, page {about.pk}): it is an alias of “{page.title}”"


def group_not_public(page: OutcomePage, **people: Any) -> str:
    Page.objects.filter(pk=page.get_parent().pk).update(live=False)
    return f"(en, page {page.pk}): it is live, but: The page of the focus group is not public yet"


def row_without_its_type(page: OutcomePage, **people: Any) -> str:
    with connection.cursor() as cursor:
        for field in OutcomePage._meta.many_to_many:
            cursor.execute(f"DELETE FROM {field.m2m_db_table()}")
        cursor.execute("DELETE FROM outcomes_outcomepage WHERE page_ptr_id = %s", [page.pk])
    File.objects.update(made_public_at=None)
    return f"(en, page {page.pk}): it is live, but its outcome is missing"


def scheduled_without_approval(page: OutcomePage, **people: Any) -> str:
    draft = stories.draft_outcome(page.group, people["chair"], title="Waits")
    Revision.objects.filter(pk=draft.latest_revision_id).update(approved_go_live_at=timezone.now())
    return f"“Waits” (en, page {draft.pk}): its revision {draft.latest_revision_id} waits"


def private_file_shown(page: OutcomePage, **people: Any) -> str:
    File.objects.update(made_public_at=None)
    file = File.objects.get(work=page.translation_key)
    return f"(en, page {page.pk}): it shows the private file “Playbook” (file {file.pk})"


def public_file_not_shown(page: OutcomePage, **people: Any) -> str:
    file = stories.upload(people["chair"], name="internal.pdf")
    File.objects.filter(pk=file.pk).update(work=page.translation_key, made_public_at=timezone.now())
    return f"“Playbook” (file {file.pk}): it is public, but no live page shows it."


def public_file_of_a_draft(page: OutcomePage, **people: Any) -> str:
    draft = stories.draft_outcome(page.group, people["chair"], title="Draft")
    File.objects.filter(work=draft.translation_key).update(made_public_at=timezone.now())
    return "it is public, but no live page shows it."


def private_in_one_language(page: OutcomePage, **people: Any) -> str:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return f"(en, page {page.pk}): it is private, and approved pages with it (1)"


def below_what_is_private(page: OutcomePage, **people: Any) -> str:
    index = page.get_parent().get_parent()
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    return f"(en, page {index.pk}): it is private, and approved pages with it (2)"


CORRUPTIONS: tuple[Callable[..., str], ...] = (
    never_approved,
    approved_in_another_language,
    revoked,
    superseded,
    other_content,
    other_title,
    other_description_for_search_engines,
    other_themes,
    no_live_revision,
    live_revision_of_other_content,
    altered_approval,
    record_missing,
    record_of_another_version,
    record_withdrawn,
    file_of_another_work,
    place_in_the_tree,
    address_astray,
    quality_control_switched_off,
    alias,
    alias_of_an_ordinary_type,
    group_not_public,
    row_without_its_type,
    scheduled_without_approval,
    private_file_shown,
    public_file_not_shown,
    public_file_of_a_draft,
    private_in_one_language,
    below_what_is_private,
)


@pytest.fixture
def no_trigger(public_outcome: OutcomePage) -> None:
    """On PostgreSQL the database itself would refuse some of what is planted; this takes its guard away."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
        postgresql.drop_trigger()


@pytest.mark.parametrize("plant", CORRUPTIONS, ids=lambda plant: plant.__name__)
def test_what_went_past_the_program_is_found_and_named(
    plant: Callable[..., str], public_outcome: OutcomePage, no_trigger: None, chair: Any, secretariat: Any
) -> None:
    sentence = plant(public_outcome, chair=chair, secretariat=secretariat)

    status, printed = check()

    assert status == 1
    assert sentence in printed
    assert all(str(finding).endswith(".") and finding.advice for finding in findings())


def test_a_translation_is_found_when_its_source_is_down(french: OutcomePage, public_outcome: OutcomePage) -> None:
    Page.objects.filter(pk=public_outcome.pk).update(live=False)

    status, printed = check()

    assert status == 1
    assert f"(fr, page {french.pk}): it is live, but: Its source is not public" in printed


@pytest.fixture
def file(public_outcome: OutcomePage) -> Iterator[File]:
    """The public file, whose bytes are put back: no transaction undoes what happens to them."""
    file = File.objects.get(work=public_outcome.translation_key)
    path = Path(file.file.path)
    content = path.read_bytes()
    yield file
    path.write_bytes(content)


def test_other_bytes_of_a_public_file_are_found_where_asked(file: File) -> None:
    Path(file.file.path).write_bytes(b"other")

    assert check()[0] == 0
    status, printed = check("--files")

    assert status == 1
    assert f"(file {file.pk}): its bytes are not those that were approved." in printed


def test_a_file_that_is_gone_is_found_where_asked(file: File) -> None:
    file.file.storage.delete(file.file.name)

    assert "its bytes are missing from the storage." in check("--files")[1]


def test_approvals_are_read_in_one_query_a_batch(public_outcome: OutcomePage) -> None:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        list(findings())

    asked = [query["sql"] for query in queries if Approval._meta.db_table in query["sql"]]
    assert len(asked) == 3  # one batch of groups, one of outcomes and one of their records
