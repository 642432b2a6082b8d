"""What was ever public is withdrawn or unpublished, never deleted: by nobody, by no route (E24)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision

from files.models import File, Picture
from focusgroups.models import FocusGroup, GroupEvent
from moderation.actions import withdraw
from moderation.models import Approval, QualityControl, Revocation
from outcomes.models import Correction, Outcome
from scm_site.models import ContentPage
from tests import stories
from tests.moderation.test_gate_screens import FILE_ROUTES, Answers, api_delete, bulk, bulk_delete, delete

ROLES = ("chair", "support", "secretariat", "french_translator", "french_reviewer", "administrator")
RECORDS = (FocusGroup, GroupEvent, Outcome, Correction, Approval, Revocation, QualityControl, PageLogEntry, Revision)


@pytest.fixture
def everybody(request: Any, group: Any) -> list[Any]:
    return [request.getfixturevalue(role) for role in ROLES]


def was_public() -> dict[str, Any]:
    """Keys of every page that was ever public, of the files and pictures, and of the records and events."""
    models = (*RECORDS, File, Picture)
    kept = {model._meta.label: set(model._base_manager.values_list("pk", flat=True)) for model in models}
    return kept | {"pages": set(Page.objects.exclude(first_published_at=None).values_list("pk", flat=True))}


def tries_everything(page: Any, client: Any) -> None:
    to = Answers(client)
    for route in (delete, bulk_delete, api_delete):
        route(page, to)
    for model in ("outcomepage", "focusgrouppage", "contentpage", "page"):
        app = {"outcomepage": "outcomes", "focusgrouppage": "focusgroups", "contentpage": "scm_site"}
        client.post(
            reverse("wagtail_bulk_action", args=[app.get(model, "wagtailcore"), model, "delete"]) + f"?id={page.pk}"
        )
    assert set(to.statuses) <= {200, 302, 400, 403, 404}, to.statuses


@pytest.mark.parametrize("state", ["public", "withdrawn", "replaced by a new version"])
def test_nobody_deletes_an_outcome_its_group_or_their_files(
    state: str, publish: Callable, chair: Any, secretariat: Any, everybody: list[Any], signed_in: Any
) -> None:
    page = publish("A playbook", body=[("image", stories.picture(chair))])
    if state == "withdrawn":
        withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")
    elif state != "public":
        other = {"document": stories.upload(chair, content=stories.PDF + b"% other"), "language": "en"}
        stories.edit(page, chair, files=[("file", other | {"description": "New", "accessible": True})], body=[])
        stories.pass_quality_control(page, sender=chair, reviewer=secretariat)
    before = was_public()
    first = Approval.objects.filter(work=page.translation_key).order_by("pk").first()
    file = next(file for file in File.objects.all() if file.sha256 in first.content)

    for user in everybody:
        client = signed_in(user)
        tries_everything(type(page).objects.get(pk=page.pk), client)
        for route in FILE_ROUTES:
            route(page, Answers(client))
        for picture in Picture.objects.all():
            Answers(client).post("wagtailimages:delete", picture.pk)
        Answers(client).post("wagtailadmin_collections:delete", file.collection_id)

        kept = was_public()
        assert {name: before[name] - kept[name] for name in before if before[name] - kept[name]} == {}, user.email

    with file.file.open("rb") as stream:
        assert stream.read() == stories.PDF


@pytest.mark.parametrize("is_live", [True, False])
def test_nobody_deletes_an_ordinary_page_that_was_public(
    is_live: bool, publish: Callable, everybody: list[Any], signed_in: Any
) -> None:
    about = ContentPage.objects.get(slug="about", locale__language_code="en")
    if not is_live:
        about.unpublish()

    for user in everybody:
        tries_everything(ContentPage.objects.get(pk=about.pk), signed_in(user))
        bulk("delete", Answers(signed_in(user)), about, about.get_parent())

    assert ContentPage.objects.filter(pk=about.pk).exists()
    for page in (ContentPage.objects.get(pk=about.pk), Page.objects.get(pk=about.pk)):
        with pytest.raises(PermissionDenied), transaction.atomic():
            page.delete()


def test_the_secretariat_deletes_an_ordinary_page_that_never_was_public(secretariat: Any, signed_in: Any) -> None:
    home = Page.objects.get(slug="about", locale__language_code="en").get_parent()
    draft = home.add_child(instance=ContentPage(title="A draft", slug="a-draft", live=False))

    signed_in(secretariat).post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))

    assert not ContentPage.objects.filter(pk=draft.pk).exists()


def test_a_deleted_account_takes_nothing_public_along(publish: Callable, chair: Any, secretariat: Any) -> None:
    publish("A playbook", body=[("image", stories.picture(chair))])
    before = was_public()

    get_user_model().objects.filter(pk=secretariat.pk).delete()

    assert was_public() == before
