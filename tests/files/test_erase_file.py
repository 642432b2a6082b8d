"""What the law wants gone is gone: bytes, sizes and copies; the record keeps hash, day and reason (GDPR, Article 17)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.search.backends import get_search_backend

from files.actions import StillShown, erase_file
from files.models import File, Picture, Rendition
from files.permissions import shown_on
from moderation.actions import withdraw
from moderation.checking import findings
from outcomes.models import OutcomePage
from tests import stories

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the buffer of a new size to be closed.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
REASON = "A participant asked for it."


@pytest.fixture
def outcome(public_group: Any, chair: Any, secretariat: Any) -> OutcomePage:
    """A public outcome with a file and a picture of its own."""
    return stories.publish_outcome(
        public_group,
        chair=chair,
        reviewer=secretariat,
        title="A playbook with names",
        file=stories.upload(chair, name="report-by-jane-roe.pdf", content=stories.PDF + b"% names"),
        body=[("image", stories.picture(chair, title="Jane Roe", colour="green"))],
    )


@pytest.fixture
def withdrawn(outcome: OutcomePage, secretariat: Any) -> OutcomePage:
    Client().get(outcome.url)
    withdraw(page_id=outcome.pk, by=secretariat, reason="It names people.")
    return OutcomePage.objects.get(pk=outcome.pk)


@pytest.fixture
def file(outcome: OutcomePage) -> File:
    return outcome.files[0].value["document"]


@pytest.fixture
def picture(outcome: OutcomePage) -> Picture:
    return Picture.objects.get(title="Jane Roe")


@pytest.fixture
def erase(administrator: Any, django_capture_on_commit_callbacks: Any) -> Callable[[Any], Any]:
    def erase(upload: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return erase_file(upload=upload, reason=REASON, by=administrator)

    return erase


def is_stored(upload: Any) -> bool:
    return upload.file.storage.exists(upload.file.name)


def test_the_bytes_go_and_the_row_says_when_by_whom_and_why(
    withdrawn: OutcomePage, file: File, erase: Any, administrator: Any
) -> None:
    erase(file)

    row = File.objects.get(pk=file.pk)
    assert not is_stored(file)
    assert (row.sha256, row.erasure_reason, row.erased_by) == (file.sha256, REASON, administrator)
    assert row.erased_at is not None
    assert "jane" not in f"{row.title} {row.file.name}"
    entry = ModelLogEntry.objects.get(action="files.erase")
    assert (entry.user, entry.data) == (administrator, {"reason": REASON, "sha256": file.sha256})
    assert entry.label == f"#{file.pk}"


def test_a_picture_goes_with_all_its_sizes(
    withdrawn: OutcomePage, picture: Picture, chair: Any, erase: Any, signed_in: Any
) -> None:
    size = picture.get_rendition("width-1100")

    erase(picture)

    assert not is_stored(picture)
    assert not is_stored(size)
    assert not Rendition.objects.filter(image=picture.pk).exists()
    # A draft that shows it is still edited and looked at.
    assert signed_in(chair).get(f"/admin/pages/{withdrawn.pk}/edit/").status_code == 200
    assert signed_in(chair).get(f"/admin/quality-control/{withdrawn.pk}/draft/").status_code == 200


def test_every_copy_of_the_same_bytes_goes(withdrawn: OutcomePage, file: File, chair: Any, erase: Any) -> None:
    copy = stories.upload(chair, name="copy.pdf", content=stories.PDF + b"% names")
    other = stories.upload(chair, name="other.pdf", content=stories.PDF + b"% no names")

    erased = erase(file)

    assert {row.pk for row in erased} == {file.pk, copy.pk}
    assert (is_stored(file), is_stored(copy), is_stored(other)) == (False, False, True)


@pytest.mark.parametrize("kind", ["file", "picture"])
def test_what_a_public_page_shows_is_refused_by_the_name_of_the_page(
    kind: str, outcome: OutcomePage, erase: Any, request: pytest.FixtureRequest
) -> None:
    upload = request.getfixturevalue(kind)
    assert shown_on(upload) == ["“A playbook with names” (en)"]

    with pytest.raises(StillShown, match="A playbook with names"):
        erase(upload)

    upload.refresh_from_db()
    assert is_stored(upload)
    assert upload.erased_at is None


def test_only_an_administrator_erases_and_says_why(
    withdrawn: OutcomePage, file: File, secretariat: Any, administrator: Any
) -> None:
    with pytest.raises(PermissionDenied):
        erase_file(upload=file, reason=REASON, by=secretariat)
    with pytest.raises(ValueError, match="Say why"):
        erase_file(upload=file, reason=" ", by=administrator)

    assert File.objects.get(pk=file.pk).erased_at is None


def test_what_is_undone_erases_nothing(
    withdrawn: OutcomePage, file: File, administrator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        erase_file(upload=file, reason=REASON, by=administrator)
        transaction.set_rollback(True)

    assert is_stored(file)
    assert File.objects.get(pk=file.pk).erased_at is None


@pytest.mark.parametrize("kind", ["file", "picture"])
def test_a_second_call_removes_what_a_crash_left(
    kind: str, withdrawn: OutcomePage, administrator: Any, erase: Any, request: pytest.FixtureRequest
) -> None:
    upload = request.getfixturevalue(kind)
    stored = [upload, *([upload.get_rendition("width-1100")] if kind == "picture" else [])]
    erase_file(upload=upload, reason=REASON, by=administrator)
    first = type(upload).objects.get(pk=upload.pk)
    assert all(is_stored(row) for row in stored)
    (left,) = findings()
    assert "its bytes are still there" in str(left)

    erase(first)

    assert not any(is_stored(row) for row in stored)
    assert list(findings()) == []
    assert type(upload).objects.get(pk=upload.pk).erased_at == first.erased_at


def test_a_size_that_outlived_its_picture_is_told_and_removed(
    withdrawn: OutcomePage, picture: Picture, erase: Any
) -> None:
    size = picture.get_rendition("width-1100")
    erase(picture)
    size.file.storage.save(size.file.name, ContentFile(b"made while the picture was erased"))
    size.save(force_insert=True)
    (left,) = findings()
    assert "its bytes are still there" in str(left)

    erase(Picture.objects.get(pk=picture.pk))

    assert not is_stored(size)
    assert list(findings()) == []


@pytest.mark.parametrize("kind", ["file", "picture"])
def test_nobody_finds_it_by_its_old_title(
    kind: str, withdrawn: OutcomePage, erase: Any, request: pytest.FixtureRequest
) -> None:
    upload = request.getfixturevalue(kind)

    def found() -> list[Any]:
        return list(get_search_backend().search(upload.title, type(upload)))

    assert found() == [upload]

    erase(upload)

    assert found() == []


def test_nobody_downloads_it_and_no_draft_with_it_is_sent(
    withdrawn: OutcomePage, file: File, chair: Any, administrator: Any, erase: Any, signed_in: Any
) -> None:
    assert signed_in(administrator).get(file.url).status_code == 200

    erase(file)

    assert signed_in(administrator).get(file.url).status_code == 404
    assert [item.text for item in withdrawn.draft().errors()] == [
        "What stood here was erased for good: take it out, or choose something else."
    ]


def test_whoever_read_it_before_saves_nothing_of_it_back(
    withdrawn: OutcomePage, file: File, picture: Picture, erase: Any
) -> None:
    before = [type(upload).objects.get(pk=upload.pk) for upload in (file, picture)]
    erase(file)
    erase(picture)

    for upload in before:
        with pytest.raises(PermissionDenied, match="was erased for good"), transaction.atomic():
            upload.save()

    for model in (File, Picture):
        assert ("Erased file", REASON) in model.objects.values_list("title", "erasure_reason")


def test_the_log_says_its_number_in_place_of_its_title(
    withdrawn: OutcomePage, file: File, picture: Picture, erase: Any, secretariat: Any, signed_in: Any
) -> None:
    for upload in (file, picture):
        log(upload, "wagtail.create", user=secretariat, title="Jane Roe's report")
    client = signed_in(secretariat)
    assert "Jane Roe&#x27;s report" in client.get("/admin/log/").content.decode()

    erase(file)
    erase(picture)

    shown = client.get("/admin/log/").content.decode()
    assert "Jane Roe" not in shown
    assert f"#{file.pk}" in shown


def test_the_public_record_says_when_and_why(withdrawn: OutcomePage, file: File, erase: Any) -> None:
    erase(file)

    address = f"id/{withdrawn.record.reference}/quality-control"
    html = Client().get(f"/fr/{address}/").content.decode()
    answer = Client().get(f"/{address}.json").json()

    assert f'<span lang="en">{REASON}</span>' in html
    (check,) = answer["works"][0]["checks"]
    assert [(item["sha256"], item["reason"]) for item in check["erased"]] == [(file.sha256, REASON)]


def test_the_command_says_first_what_it_would_do(
    withdrawn: OutcomePage, file: File, capsys: pytest.CaptureFixture
) -> None:
    call_command("erase_file", "file", str(file.pk), dry_run=True)

    told = capsys.readouterr().out
    assert f"Would be erased: file {file.pk}" in told
    assert "Its title stays in 1 approval(s)" in told
    assert "Nothing was changed." in told
    assert File.objects.get(pk=file.pk).erased_at is None


def test_the_command_erases_or_says_why_not(
    outcome: OutcomePage,
    file: File,
    secretariat: Any,
    administrator: Any,
    capsys: pytest.CaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def run(**options: Any) -> None:
        call_command("erase_file", "file", str(file.pk), **{"reason": REASON, "by": administrator.email, **options})

    for options, sentence in (
        ({"dry_run": True}, "A playbook with names"),
        ({}, "Withdraw that first"),
        ({"by": "nobody@scm.example"}, "--by"),
        ({"by": secretariat.email}, "administrator"),
    ):
        with pytest.raises(CommandError, match=sentence):
            run(**options)
    with pytest.raises(CommandError, match="There is no picture 0"):
        call_command("erase_file", "picture", "0")

    withdraw(page_id=outcome.pk, by=secretariat, reason="It names people.")
    with django_capture_on_commit_callbacks(execute=True):
        run()

    told = capsys.readouterr().out
    assert f"Erased: file {file.pk}, SHA-256 {file.sha256}" in told
    assert "Its title stays in 1 approval(s)" in told
    assert not is_stored(file)
