"""The routes of the matrix through Wagtail's own screens, and that these screens do work where nothing is public.

``test_matrix.py`` takes each as everybody, in each state; ``routes_by_code.py`` holds those through code.
"""

import json
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation, TranslationSource

from files.models import File, Picture
from moderation.models import GatedMixin, QualityControl
from outcomes.models import OutcomePage
from tests import stories
from tests.moderation.conftest import SECRET, fresh, group_page_of
from tests.moderation.test_what_was_approved_stays import with_words
from translations.actions.request_translation import page_in

pytestmark = pytest.mark.django_db


class Answers:
    """Posts, and keeps each answer's status: a screen that is not there proves nothing."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.statuses: list[int] = []

    def post(self, name: str, *args: Any, data: Any = None, query: str = "", **extra: Any) -> Any:
        response = self.client.post(reverse(name, args=args) + query, data or {}, **extra)
        self.statuses.append(response.status_code)
        return response

    def api(self, page: Page, action: str, **data: Any) -> None:
        self.post(
            "wagtailadmin_api:pages:action",
            page.pk,
            action,
            data=json.dumps(data),
            content_type="application/json",
        )


def typed(**values: Any) -> dict[str, Any]:
    """What the editor of an outcome posts."""
    empty = {name: streamfield([]) for name in ("files", "cities", "links", "events")}
    body = streamfield([("heading", SECRET)])
    return nested_form_data(
        {
            "title": SECRET,
            "format": "white_paper",
            "abstract": SECRET,
            "licence": "CC-BY-4.0",
            "planned_outcome": "",
            "format_other": "",
            "dated_on": "",
            "change_note": "",
            "body": body,
            **empty,
            **values,
        }
    )


def typed_for(page: GatedMixin, **values: Any) -> dict[str, Any]:
    """What the editor of this page posts; nobody types the Terms of Reference."""
    if isinstance(page, OutcomePage):
        return typed(**values)
    streams = {field.name: streamfield([]) for field in page._meta.fields if isinstance(field, StreamField)}
    texts = {field.name: rich_text(SECRET) for field in page._meta.fields if isinstance(field, RichTextField)}
    own = {"title": SECRET, "summary": SECRET, "contact": "", "starts_on": "", "ends_on": ""}
    return nested_form_data({**own, **streams, **texts, **values})


def edit_and_publish(page: GatedMixin, to: Answers) -> None:
    to.post("wagtailadmin_pages:edit", page.pk, data=typed_for(page, **{"action-publish": "1"}))


def edit_with_a_date_and_publish(page: GatedMixin, to: Answers) -> None:
    soon = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    to.post("wagtailadmin_pages:edit", page.pk, data=typed_for(page, go_live_at=soon, **{"action-publish": "1"}))
    page.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now() - timedelta(hours=1))
    with suppress(CommandError):
        call_command("publish_scheduled", stdout=StringIO())


def edit_and_save_by_itself(page: GatedMixin, to: Answers) -> None:
    revision = page.get_latest_revision()
    data = typed_for(page, overwrite_revision_id=str(revision.pk), loaded_revision_id=str(revision.pk))
    to.post("wagtailadmin_pages:edit", page.pk, data=data, headers={"accept": "application/json"})


def edit_and_send_and_approve(page: GatedMixin, to: Answers) -> None:
    to.post("wagtailadmin_pages:edit", page.pk, data=typed_for(page, **{"action-submit": "1"}))
    to.post("wagtailadmin_pages:edit", page.pk, data=typed_for(page, **{"action-send": "1"}))
    to.post(
        "wagtailadmin_pages:edit",
        page.pk,
        data=typed_for(page, **{"action-workflow-action": "1", "workflow-action-name": "approve"}),
    )


def create_and_publish(page: GatedMixin, to: Answers) -> None:
    to.post(
        "wagtailadmin_pages:add",
        "outcomes",
        "outcomepage",
        group_page_of(page).pk,
        data=typed(**{"action-publish": "1"}),
    )


def bulk(action: str, to: Answers, *pages: Page, **data: Any) -> None:
    query = "?" + urlencode([("id", page.pk) for page in pages] + [("next", "/admin/")])
    to.post("wagtail_bulk_action", "wagtailcore", "page", action, data=data, query=query)


def bulk_publish(page: GatedMixin, to: Answers) -> None:
    bulk("publish", to, page)


def bulk_publish_with_descendants(page: GatedMixin, to: Answers) -> None:
    group_page = group_page_of(page)
    bulk("publish", to, group_page, group_page.get_parent(), include_descendants="on")


def bulk_unpublish_with_descendants(page: GatedMixin, to: Answers) -> None:
    group_page = group_page_of(page)
    bulk("unpublish", to, page, group_page, include_descendants="on")


def bulk_delete(page: GatedMixin, to: Answers) -> None:
    bulk("delete", to, page, group_page_of(page))


def bulk_move(page: GatedMixin, to: Answers) -> None:
    bulk("move", to, page, chooser=Page.objects.get(slug="home-de").pk, move_applicable="on")


def unpublish(page: GatedMixin, to: Answers) -> None:
    to.post("wagtailadmin_pages:unpublish", page.pk)
    to.post("wagtailadmin_pages:unpublish", group_page_of(page).pk, data={"include_descendants": "on"})


def delete(page: GatedMixin, to: Answers) -> None:
    to.post("wagtailadmin_pages:delete", page.pk)
    to.post("wagtailadmin_pages:delete", group_page_of(page).pk)


def move(page: GatedMixin, to: Answers) -> None:
    to.post("wagtailadmin_pages:move", page.pk)
    to.post("wagtailadmin_pages:move_confirm", page.pk, Page.objects.get(slug="home-de").pk)


def copy_with_publish_copies(page: GatedMixin, to: Answers) -> None:
    for alias in ("", "on"):
        data = {
            "new_title": "A copy",
            "new_slug": "a-copy",
            "new_parent_page": page.get_parent().pk,
            "publish_copies": "on",
            "alias": alias,
        }
        to.post("wagtailadmin_pages:copy", page.pk, data=data)


def copy_the_group_with_publish_copies(page: GatedMixin, to: Answers) -> None:
    group_page = group_page_of(page)
    data = {
        "new_title": "A copy",
        "new_slug": "a-copy",
        "new_parent_page": group_page.get_parent().pk,
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    to.post("wagtailadmin_pages:copy", group_page.pk, data=data)


def revert_to_the_first_revision(page: GatedMixin, to: Answers) -> None:
    first = page.revisions.order_by("pk").first()
    to.post(
        "wagtailadmin_pages:edit",
        page.pk,
        data=typed_for(page, revision=str(first.pk), **{"action-publish": "1"}),
    )
    to.post("wagtailadmin_pages:revisions_revert", page.pk, first.pk, data=typed_for(page, **{"action-publish": "1"}))


def lock_and_unlock(page: GatedMixin, to: Answers) -> None:
    to.post("wagtailadmin_pages:lock", page.pk)
    to.post("wagtailadmin_pages:unlock", page.pk)


def workflow_action(page: GatedMixin, to: Answers) -> None:
    if not fresh(page).workflow_in_progress:
        stories.send(page, page.group.leader_users()[0])
    state = QualityControl.objects.order_by("pk").last()
    to.post("wagtailadmin_pages:workflow_action", page.pk, "approve", state.pk, data={"comment": ""})
    to.post("wagtailadmin_pages:confirm_workflow_cancellation", page.pk)


def convert_alias(page: GatedMixin, to: Answers) -> None:
    to.post("wagtailadmin_pages:convert_alias", page.pk)


def api_publish(page: GatedMixin, to: Answers) -> None:
    to.api(page, "publish")


def api_unpublish(page: GatedMixin, to: Answers) -> None:
    to.api(page, "unpublish", recursive=True)
    to.api(group_page_of(page), "unpublish", recursive=True)


def api_delete(page: GatedMixin, to: Answers) -> None:
    to.api(page, "delete")


def api_copy(page: GatedMixin, to: Answers) -> None:
    to.api(page, "copy", keep_live=True, slug="a-copy", destination_page_id=page.get_parent().pk)
    to.api(group_page_of(page), "copy", keep_live=True, recursive=True, slug="a-copy")


def api_move(page: GatedMixin, to: Answers) -> None:
    to.api(page, "move", destination_page_id=Page.objects.get(slug="home-de").pk)


def api_create_alias(page: GatedMixin, to: Answers) -> None:
    to.api(page, "create_alias", update_slug="an-alias", destination_page_id=page.get_parent().pk)


def api_copy_for_translation(page: GatedMixin, to: Answers) -> None:
    to.api(page, "copy_for_translation", locale="fr", copy_parents=True, alias=True)


def api_revert(page: GatedMixin, to: Answers) -> None:
    first = page.revisions.order_by("pk").first()
    to.api(page, "revert_to_page_revision", revision_id=first.pk)
    to.api(page, "publish")


def localize(page: GatedMixin, to: Answers) -> None:
    """The doors of wagtail-localize: submit, publish, update, become an alias."""
    french = Locale.objects.get(language_code="fr")
    target = page_in(page, french)
    source, _ = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.get_or_create(source=source, target_locale=french)
    to.post("wagtailadmin_pages:edit", target.pk, data={"action": "publish"})
    for name, key, data in (
        ("submit_page_translation", page.pk, {"locales": [french.pk], "include_subtree": "on"}),
        ("update_translations", source.pk, {"publish_translations": "on"}),
        ("convert_to_alias", target.pk, {}),
    ):
        to.post(f"wagtail_localize:{name}", key, data=data)


def test_the_same_forms_save_drafts(public_outcome: OutcomePage, chair: Any, signed_in: Any) -> None:
    """The refusals above come from the gate: what is posted is complete, and kept as a draft."""
    to = Answers(signed_in(chair))

    edit_and_publish(public_outcome, to)
    create_and_publish(public_outcome, to)

    assert fresh(public_outcome).draft().title == SECRET
    assert OutcomePage.objects.filter(title=SECRET, live=False).count() == 1


@pytest.mark.parametrize("page_of", [stories.page_of, stories.programme_of])
def test_the_forms_of_the_other_pages_save_drafts(page_of: Any, public_terms: Any, chair: Any, signed_in: Any) -> None:
    """Nobody types the Terms of Reference."""
    page = page_of(public_terms.group)

    edit_and_publish(page, Answers(signed_in(chair)))

    assert fresh(page).draft().title == SECRET


# --- Files --------------------------------------------------------------------------------------------------


def file_of(page: OutcomePage) -> File:
    """Its first file: of the version that was public first."""
    return File.objects.filter(work=page.translation_key).order_by("pk").first()


def edit_the_file(page: OutcomePage, to: Answers) -> None:
    change_the_file(file_of(page), to)


def change_the_file(file: File, to: Answers) -> None:
    other = SimpleUploadedFile("playbook.pdf", stories.PDF + b"% other")
    to.post("wagtaildocs:edit", file.pk, data={"title": SECRET, "file": other, "collection": file.collection_id})


def edit_the_file_among_uploads(page: OutcomePage, to: Answers) -> None:
    file = file_of(page)
    data = {f"doc-{file.pk}-title": SECRET, f"doc-{file.pk}-collection": file.collection_id}
    to.post("wagtaildocs:edit_multiple", file.pk, data=data, headers={"x-requested-with": "XMLHttpRequest"})


def delete_the_file(page: OutcomePage, to: Answers) -> None:
    file = file_of(page)
    to.post("wagtaildocs:delete", file.pk)


def delete_the_file_among_uploads(page: OutcomePage, to: Answers) -> None:
    file = file_of(page)
    to.post("wagtaildocs:delete_multiple", file.pk, headers={"x-requested-with": "XMLHttpRequest"})


def delete_files_in_bulk(page: OutcomePage, to: Answers) -> None:
    file = file_of(page)
    query = "?" + urlencode({"id": file.pk, "next": "/admin/"})
    to.post("wagtail_bulk_action", "scm_files", "file", "delete", query=query)


FILE_ROUTES = (
    edit_the_file,
    edit_the_file_among_uploads,
    delete_the_file,
    delete_the_file_among_uploads,
    delete_files_in_bulk,
)


def test_its_uploader_changes_a_private_file(public_group: Any, chair: Any, signed_in: Any) -> None:
    """The same screen works where nothing is public: the refusals come from the rule, not from the form."""
    file = stories.upload(chair)

    change_the_file(file, Answers(signed_in(chair)))

    file.refresh_from_db()
    assert file.title == SECRET


@pytest.mark.parametrize("door", ["edit", "delete"])
def test_nobody_changes_a_picture_of_a_live_page(
    door: str, public_group: Any, chair: Any, everybody: dict[str, Any], signed_in: Any, secretariat: Any
) -> None:
    shown = stories.picture(chair)
    stories.publish_outcome(
        public_group, chair=chair, reviewer=secretariat, body=[("image", with_words(shown, "Three bars"))]
    )
    with shown.file.open("rb") as stream:
        before = stream.read()
    with stories.picture(chair, colour="green").file.open("rb") as stream:
        other = stream.read()

    for user in everybody.values():
        upload = SimpleUploadedFile("chart.png", other, "image/png")
        data = {"title": "Chart", "file": upload, "collection": shown.collection_id, "description": ""}
        Answers(signed_in(user)).post(f"wagtailimages:{door}", shown.pk, data=data)

    with Picture.objects.get(pk=shown.pk).file.open("rb") as stream:
        assert stream.read() == before


@pytest.mark.parametrize("role", ["chair", "secretariat", "administrator"])
def test_nobody_makes_an_outcome_private(
    role: str, public_outcome: OutcomePage, signed_in: Any, request: pytest.FixtureRequest
) -> None:
    """A restriction would hold in one language alone (docs/adr/0006)."""
    client = signed_in(request.getfixturevalue(role))

    answer = client.post(
        reverse("wagtailadmin_pages:set_privacy", args=[public_outcome.pk]), {"restriction_type": "login"}
    )

    assert answer.status_code in (302, 403)
    assert not PageViewRestriction.objects.exists()
    assert Client().get(public_outcome.url).status_code == 200


def test_a_list_of_pages_calls_them_published_or_draft_and_never_live(
    public_outcome: OutcomePage, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    draft = stories.draft_outcome(public_outcome.group, chair, title="Another")
    assert (public_outcome.status_string, draft.status_string) == ("Published", "Draft")

    stories.edit(public_outcome, chair, abstract="A newer text.")

    group_page = stories.page_of(public_outcome.group)
    listed = signed_in(secretariat).get(reverse("wagtailadmin_explore", args=[group_page.pk])).content.decode()
    assert "Published, with a newer draft" in listed
    assert "live + draft" not in listed
