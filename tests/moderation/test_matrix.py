"""The matrix of the gate: whatever the route and whoever takes it, what is public stays as the Secretariat approved it.

One row a route, in the words and the order of the design; everybody who can sign in takes it for a page in each state.
``routes_by_code.py`` holds those through code, ``test_gate_screens.py`` those through Wagtail's own screens. A new route
in an upgrade of Wagtail is one more row.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test import Client

from files.models import File
from focusgroups.models import TermsOfReferencePage, WorkProgrammePage
from moderation.models import Approval, GatedMixin
from outcomes.models import OutcomePage
from search.query import SearchRequest, search
from tests.matrix.walk import Written
from tests.moderation import routes_by_code as code
from tests.moderation import test_gate_screens as screens
from tests.moderation.conftest import (
    IN_FRENCH,
    OF_OTHERS,
    OF_OUTCOMES,
    OTHERS,
    SECRET,
    bytes_of,
    fresh,
    what_the_public_sees,
)
from tests.scenes import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]
Route = Callable[[Any, Any], None]

MATRIX: dict[str, tuple[Route, ...]] = {
    "Publish button": (screens.edit_and_publish,),
    "saving by itself": (screens.edit_and_save_by_itself,),
    "create and publish": (screens.create_and_publish,),
    "bulk publish": (screens.bulk_publish,),
    "bulk publish with descendants of the group": (screens.bulk_publish_with_descendants,),
    "admin API publish": (screens.api_publish,),
    "schedule and publish_scheduled": (
        screens.edit_with_a_date_and_publish,
        code.schedule_and_publish_scheduled,
        code.save_a_scheduled_revision,
        code.forge_a_schedule,
    ),
    "revision.publish()": (
        code.publish_the_draft,
        code.publish_the_draft_as_nobody,
        code.publish_the_draft_without_permission_checks,
    ),
    "page.live = True; save()": (
        code.live_and_save,
        code.live_and_save_without_cleaning,
        code.live_alone,
        code.change_language,
        code.round_the_types_own_save,
    ),
    "live = False; save(update_fields) on a live row": (
        code.pretend_it_is_a_draft,
        code.pretend_and_write_the_specific_table,
        code.search_description,
    ),
    "add_child() with its default live=True": (code.add_a_child_with_the_default, code.add_a_sibling),
    "base Page.save()": (
        code.base_page_live,
        code.base_page_title,
        code.base_page_seo_title,
        code.base_page_made_up,
        code.base_page_of_another_type,
    ),
    "revert to an old revision and publish": (
        code.revert_and_publish,
        screens.revert_to_the_first_revision,
        screens.api_revert,
    ),
    "a superseded version published again": (code.publish_every_version_again,),
    "unpublish, edit, republish": (
        code.unpublish_edit_republish,
        screens.unpublish,
        screens.bulk_unpublish_with_descendants,
        screens.api_unpublish,
    ),
    "copy with publish copies": (
        code.copy_with_publish_copies,
        code.copy_by_the_action,
        code.copy_the_group_with_its_outcomes,
        screens.copy_with_publish_copies,
        screens.copy_the_group_with_publish_copies,
        screens.api_copy,
    ),
    "alias of a live page with other content": (
        code.create_alias,
        code.create_alias_by_the_action,
        code.become_an_alias_of_live_content,
        code.copy_for_translation_as_alias,
        screens.convert_alias,
        screens.api_create_alias,
        screens.api_copy_for_translation,
    ),
    "localize submit": (code.localize_and_publish, code.localize_with_live_aliases_of_the_parents),
    "localize sync translated pages, and its other doors": (screens.localize,),
    "localize save_target(publish=False) over a live translation": (code.localize_without_publishing,),
    "editing fields of a live row": (code.raw_save,),
    "creating, changing, deleting child rows of a live page": (
        code.change_themes_directly,
        code.remove_themes_directly,
    ),
    "replacing or deleting a document's file": (
        code.replace_the_bytes_of_a_file,
        code.delete_a_file,
        code.change_the_title_of_a_file,
        code.change_the_title_of_a_file_alone,
        *screens.FILE_ROUTES,
    ),
    "the workflow past the review screen": (
        code.approve_the_task_state,
        code.finish_the_workflow,
        code.act_without_a_decision,
        code.forge_a_verdict,
        code.skip_the_task,
        screens.workflow_action,
        screens.edit_and_send_and_approve,
        screens.lock_and_unlock,
    ),
    "a workflow without the quality-control task": (code.workflow_without_the_task,),
    "the task deactivated": (code.workflow_with_the_task_deactivated,),
    "approval followed by an overwrite of the same revision": (code.publish_an_overwritten_revision,),
    "loading a fixture": (code.load_a_fixture, code.load_a_fixture_of_the_specific_table),
    "moving and deleting": (
        code.move_elsewhere,
        screens.move,
        screens.bulk_move,
        screens.api_move,
        screens.delete,
        screens.bulk_delete,
        screens.api_delete,
    ),
}
# What only the database's own guard refuses (moderation/postgresql.py).
ON_POSTGRESQL: dict[str, tuple[Route, ...]] = {"raw SQL": (code.live_by_sql, code.live_by_update)}


ROUTES = MATRIX | ON_POSTGRESQL
# What a type of page does not have.
WITHOUT = {
    "creating, changing, deleting child rows of a live page": (WorkProgrammePage, TermsOfReferencePage),
    "replacing or deleting a document's file": OTHERS,
}


def rows(words: Iterable[str]) -> list[Any]:
    return [pytest.param(row, marks=[pytest.mark.postgresql] if row in ON_POSTGRESQL else []) for row in words]


@pytest.fixture
def page(scene: Stage, db: None) -> Iterator[Any]:
    """That of the scene; bytes that a route deletes are put back, for the database undoes its rows alone."""
    kept = {file.file.name: bytes_of(file) for file in File.objects.all()}
    yield fresh(scene.made)
    for name, content in kept.items():
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))


@pytest.fixture
def people(
    page: GatedMixin, chair: Any, french_translator: Any, secretariat: Any, administrator: Any
) -> dict[str, Any]:
    return {
        "chair": chair,
        "translator": french_translator,
        "secretariat": secretariat,
        "administrator": administrator,
    }


@pytest.mark.parametrize("scene", OF_OUTCOMES, indirect=True)
@pytest.mark.parametrize("words", rows(ROUTES))
def test_nothing_that_is_public_changes(
    words: str, scene: Stage, page: Any, people: Any, django_capture_on_commit_callbacks: Any
) -> None:
    nobody_changes_what_is_public(words, page, people, django_capture_on_commit_callbacks)


@pytest.mark.further
@pytest.mark.parametrize(
    ("words", "scene"),
    [
        pytest.param(words, scene, marks=row.marks)
        for model, scene in OF_OTHERS
        for row in rows(MATRIX)
        for words in row.values
        if model not in WITHOUT.get(words, ())
    ],
    indirect=["scene"],
    # Or pytest would build the scene for each test anew.
    scope="session",
)
def test_nothing_that_is_public_changes_of_the_group_its_programme_and_terms(
    words: str, scene: Stage, page: Any, people: Any, django_capture_on_commit_callbacks: Any
) -> None:
    nobody_changes_what_is_public(words, page, people, django_capture_on_commit_callbacks)


@pytest.mark.parametrize("scene", [IN_FRENCH], indirect=True)
@pytest.mark.parametrize("words", [words for words in MATRIX if words.startswith("localize")])
def test_nothing_that_is_public_changes_in_either_language(
    words: str, scene: Stage, page: Any, people: Any, django_capture_on_commit_callbacks: Any
) -> None:
    nobody_changes_what_is_public(words, page, people, django_capture_on_commit_callbacks)


def nobody_changes_what_is_public(words: str, page: Any, people: dict[str, Any], capture: Any) -> None:
    before = what_the_public_sees()
    visitor = Visitor(page)
    seen = visitor.looks()
    assert seen.statuses == {
        200 if page.live else 410 if Approval.objects.filter(work=page.translation_key).exists() else 404
    }
    assert seen.found or not page.live

    for route in ROUTES[words]:
        for role, user in people.items():
            # A program hardly asks who it is: of each further type of page one says it for all.
            if role != "administrator" and not (is_screen(route) or isinstance(page, OutcomePage)):
                continue
            with transaction.atomic():
                changed = take(route, fresh(page), user, capture)
                assert what_the_public_sees() == before, (route.__name__, role)
                # Where nothing was written, a visitor is answered the same; one role looks all the same.
                if changed or role == "administrator":
                    assert visitor.looks() == seen, (route.__name__, role)
                # Nobody begins where somebody else left off.
                transaction.set_rollback(True)


def is_screen(route: Route) -> bool:
    return route.__module__ == screens.__name__


def take(route: Route, page: Any, user: Any, capture: Any) -> set[str]:
    """Take a route as this user, and say which tables changed.

    A refusal is an answer, as is every status of a screen but an error.
    """
    written = Written()
    if is_screen(route):
        to = screens.Answers(Client())
        to.client.force_login(user)
        with connection.execute_wrapper(written), capture(execute=True):
            route(page, to)
        assert to.statuses, "a screen that is not there proves nothing"
        assert set(to.statuses) <= {200, 302, 400, 403, 404}, to.statuses
        return written.tables
    with connection.execute_wrapper(written):
        with capture(execute=False) as callbacks, suppress(PermissionDenied, IntegrityError), transaction.atomic():
            route(page, user)
            connection.check_constraints()
        for callback in callbacks:
            with suppress(PermissionDenied), transaction.atomic():
                callback()
    return written.tables


@dataclass(frozen=True)
class Seen:
    """What a visitor was answered, whatever a cache holds."""

    pages: list[tuple[int, bool]]
    files: list[tuple[int, bytes]]
    found: list[str]

    @property
    def statuses(self) -> set[int]:
        return {status for status, _shows_the_draft in self.pages}


class Visitor:
    """Somebody who opens a page in each of its languages, its files, and searches for both."""

    def __init__(self, page: Any) -> None:
        versions = type(page).objects.filter(translation_key=page.translation_key)
        self.addresses = {version.locale.language_code: version.url for version in versions}
        self.files = [file.url for file in File.objects.filter(work=page.translation_key)]
        self.words = (SECRET, page.title)

    def looks(self) -> Seen:
        """A page with its status and whether it shows the draft, a file with its bytes, the titles that the search finds."""
        visitor = Client()
        answers = [visitor.get(address, follow=True) for address in self.addresses.values()]
        downloads = [visitor.get(address) for address in self.files]
        return Seen(
            pages=[(answer.status_code, SECRET in answer.content.decode()) for answer in answers],
            # What is missing says so in a page with a number of its own.
            files=[
                (answer.status_code, b"".join(answer) if answer.status_code == 200 else b"") for answer in downloads
            ],
            found=[
                hit.found.title
                for language in self.addresses
                for words in self.words
                for hit in search(SearchRequest(words, language)).hits
            ],
        )
