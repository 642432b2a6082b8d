"""Uploads: what is accepted, who gets it, and how it is served."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from files.actions import FileOfAnotherWork, claim_files
from files.content_types import why_refused
from files.models import File, Picture, sha256_of
from moderation.actions import withdraw
from outcomes.models import OutcomePage
from tests import stories
from translations.models import TranslationRequest

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
EXE = b"MZ\x90\x00" + bytes(512)


def office(kind: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(kind, "<document/>")
    return stream.getvalue()


# --- What is accepted ---------------------------------------------------------------------------------------


ACCEPTED = {
    "report.pdf": stories.PDF,
    "REPORT.PDF": stories.PDF,
    "report.docx": office("word/document.xml"),
    "data.xlsx": office("xl/workbook.xml"),
    "talk.pptx": office("ppt/presentation.xml"),
    "annexes.zip": office("a.txt"),
    "data.csv": b"city,value\nGhent,7\n",
    "notes.txt": "Gemüse\n".encode(),
}


# By name: an archive holds the time at which it was made, which differs between the processes of one run.
@pytest.mark.parametrize("name", ACCEPTED)
def test_a_file_that_is_what_its_name_says_is_accepted(name: str) -> None:
    assert why_refused(name, io.BytesIO(ACCEPTED[name])) is None


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.pdf", b"", "This file is empty"),
        ("empty.csv", b"", "This file is empty"),
        ("picture.pdf", PNG, "named .pdf but its content is something else"),
        ("program.pdf", EXE, "named .pdf but its content is something else"),
        ("text.pdf", b"<html><script>alert(1)</script>", "named .pdf but its content is something else"),
        ("report.docx", stories.PDF, "named .docx but its content is something else"),
        ("film.mp4", stories.PDF, "named .mp4 but its content is something else"),
        ("data.csv", b"a\0b", "named as text but holds something else"),
    ],
)
def test_a_file_that_is_not_is_refused_with_a_sentence(name: str, content: bytes, sentence: str) -> None:
    stream = io.BytesIO(content)

    assert sentence in str(why_refused(name, stream))
    assert stream.tell() == 0


def test_the_sha_256_is_of_the_whole_file_and_leaves_it_at_its_start() -> None:
    stream = io.BytesIO(b"abc")
    stream.read()

    assert sha256_of(stream) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert stream.tell() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["page.html", "picture.svg", "program.exe", "script.js", "report.pdf.html", "report"])
def test_other_types_are_refused(name: str, support: Any) -> None:
    file = File(title="A file", file=ContentFile(stories.PDF, name=name), uploaded_by_user=support)

    with pytest.raises(ValidationError):
        file.full_clean(exclude=["collection"])


@pytest.mark.django_db
def test_a_fake_is_refused_by_the_upload_screen(group: Any, chair: Any, signed_in: Any) -> None:
    fake = SimpleUploadedFile("report.pdf", EXE)

    answer = signed_in(chair).post(reverse("wagtaildocs:add"), {"title": "A report", "file": fake})

    assert "named .pdf but its content is something else" in answer.content.decode()
    assert not File.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_refused(group: Any, chair: Any, signed_in: Any, settings: Any) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    large = SimpleUploadedFile("report.pdf", stories.PDF)

    answer = signed_in(chair).post(reverse("wagtaildocs:add"), {"title": "A report", "file": large})

    assert answer.status_code == 200
    assert "too big" in answer.content.decode()
    assert not File.objects.exists()


REFUSED_UPLOADS = [
    ("report.pdf", b"", "The submitted file is empty."),
    ("report.pdf", EXE, "This file is named .pdf but its content is something else. Export it anew as PDF"),
    ("report.pdf", stories.PDF + bytes(2000), "This file is too big"),
    ("program.exe", EXE, "File extension “exe” is not allowed."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED_UPLOADS)
@pytest.mark.parametrize("door", ["wagtaildocs:add", "wagtaildocs:add_multiple", "wagtaildocs_chooser:create"])
def test_a_refused_upload_says_one_thing_at_each_of_wagtails_doors(
    door: str, name: str, content: bytes, sentence: str, group: Any, chair: Any, signed_in: Any, settings: Any
) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1024
    upload = SimpleUploadedFile(name, content)
    sent = {
        "wagtaildocs:add": {"title": "A report", "file": upload},
        "wagtaildocs:add_multiple": {"title": "A report", "files[]": upload},
        "wagtaildocs_chooser:create": {"document-chooser-upload-title": "A", "document-chooser-upload-file": upload},
    }

    answer = signed_in(chair).post(reverse(door), sent[door], headers={"x-requested-with": "XMLHttpRequest"})

    said = answer.json()["error_message"] if door.endswith("multiple") else "".join(told(answer))
    assert said.startswith(sentence)
    assert "“”" not in said
    assert not File.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("title", "left"), [("fake", ""), ("Our report", "Our report")])
@pytest.mark.parametrize(
    ("door", "name"), [("wagtaildocs_chooser:create", "pdf"), ("wagtailimages_chooser:create", "png")]
)
def test_the_name_of_a_refused_file_is_no_title_for_the_next(
    door: str, name: str, title: str, left: str, chair: Any, group: Any, signed_in: Any
) -> None:
    """Wagtail makes a title of the name of a file where there is none; what was typed stays."""
    prefix = "document-chooser-upload" if name == "pdf" else "image-chooser-upload"
    sent = {f"{prefix}-title": title, f"{prefix}-file": SimpleUploadedFile(f"fake.{name}", EXE)}

    form = signed_in(chair).post(reverse(door), sent).context["form"]

    assert "file" in form.errors
    assert form["title"].value() == left


def told(answer: Any) -> list[str]:
    """The sentences at the file field of the form that came back."""
    form = answer.context["form"]
    assert set(form.errors) == {"file"}
    return form.errors["file"]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED_UPLOADS)
def test_a_refused_upload_says_the_same_on_the_translation_desk(
    name: str,
    content: bytes,
    sentence: str,
    request_fr: Any,
    french_translator: Any,
    signed_in: Any,
    settings: Any,
) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1024
    sent = {"new-file": SimpleUploadedFile(name, content), "new-title": "Un rapport", "new-language": "fr"}

    answer = signed_in(french_translator).post(reverse("translations:translate", args=[request_fr.pk]), sent)

    [said] = answer.context["new_file"].errors["file"]
    assert said.startswith(sentence)
    assert File.objects.count() == 1


@pytest.mark.django_db
def test_an_upload_is_private_and_nobodys_work(group: Any, chair: Any, signed_in: Any) -> None:
    signed_in(chair).post(
        reverse("wagtaildocs:add"), {"title": "A report", "file": SimpleUploadedFile("r.pdf", stories.PDF)}
    )

    file = File.objects.get()
    assert (file.is_public, file.work, file.uploaded_by_user) == (False, None, chair)
    assert file.sha256 == sha256_of(io.BytesIO(stories.PDF))
    assert file.format == "PDF"


@pytest.mark.django_db
def test_a_file_stays_with_the_work_that_has_it(support: Any, secretariat: Any) -> None:
    file = stories.upload(support)
    first, second = uuid4(), uuid4()
    claim_files(documents=[file.pk], work=first, by=support)
    claim_files(documents=[file.pk], work=first, by=secretariat)

    with pytest.raises(FileOfAnotherWork, match="belongs to another page"):
        claim_files(documents=[file.pk], work=second, by=support)

    assert File.objects.get(pk=file.pk).work == first


def test_a_visitor_uploads_nothing(db: None) -> None:
    answer = Client().post(reverse("wagtaildocs:add"), {"title": "x", "file": SimpleUploadedFile("r.pdf", stories.PDF)})

    assert answer.status_code == 302
    assert not File.objects.exists()


@pytest.mark.django_db
def test_nobody_guesses_the_address_of_a_picture(chair_person: Any) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (2, 2)).save(stream, "PNG")

    picture = Picture.objects.create(title="Chart", file=ContentFile(stream.getvalue(), name="chart.png"))

    assert "chart" not in picture.file.name
    assert len(picture.file.name.split("/")[-1]) == len("0" * 32 + ".png")


# --- Who gets it --------------------------------------------------------------------------------------------


def download(client: Client, file: File) -> tuple[int, bytes]:
    answer = client.get(file.url)
    # Read to its end, the answer closes its file.
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, content


@pytest.fixture
def private_file(group: Any, chair: Any) -> File:
    page = stories.draft_outcome(group, chair)
    return File.objects.get(work=page.translation_key)


ALLOWED = {"chair", "co_chair", "support", "secretariat", "administrator"}
REFUSED = {"french_translator", "french_reviewer", "another_chair"}


@pytest.fixture
def another_chair(support: Any, secretariat: Any, co_chair_person: Any, today: Any) -> Any:
    from tests.factories import PersonFactory

    person = PersonFactory(email="another@leuven.example")
    stories.confirmed_group(
        support=support,
        secretariat=secretariat,
        chair=person,
        co_chair=co_chair_person,
        today=today,
        name="Heat",
    )
    person.refresh_from_db()
    return person.user


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(ALLOWED | REFUSED))
def test_a_private_file_is_there_for_those_who_may_see_the_draft(
    role: str, private_file: File, signed_in: Callable[[Any], Client], request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(role))

    status, content = download(client, private_file)

    assert status == (200 if role in ALLOWED else 404)
    assert (content == stories.PDF) == (role in ALLOWED)


@pytest.mark.django_db
def test_a_visitor_gets_no_private_file(private_file: File) -> None:
    assert download(Client(), private_file)[0] == 404


@pytest.mark.django_db
def test_a_former_chair_keeps_what_they_uploaded_and_no_more(
    private_file: File, group: Any, chair: Any, support: Any
) -> None:
    from files.permissions import may_download

    by_support = stories.upload(support, name="other.pdf")
    File.objects.filter(pk=by_support.pk).update(work=private_file.work)
    stories.end(group.memberships.get(person__user=chair))

    assert may_download(chair, private_file)
    assert not may_download(chair, File.objects.get(pk=by_support.pk))


@pytest.mark.django_db
def test_an_account_that_was_closed_gets_nothing(private_file: File, chair: Any, signed_in: Any) -> None:
    client = signed_in(chair)
    chair.is_active = False
    chair.save()

    assert download(client, private_file)[0] == 404


def file_block(document: File, language: str = "en") -> tuple[str, dict[str, Any]]:
    return ("file", {"document": document, "language": language, "description": "", "accessible": True})


@pytest.mark.django_db
def test_a_translator_gets_the_files_of_the_version_that_was_requested_until_it_is_translated(
    public_outcome: OutcomePage,
    request_fr: TranslationRequest,
    chair: Any,
    secretariat: Any,
    french_translator: Any,
    german_translator: Any,
    signed_in: Any,
) -> None:
    requested = File.objects.get(work=public_outcome.translation_key)
    later = stories.upload(chair, "draft.pdf", stories.PDF + b"% later")
    stories.edit(public_outcome, chair, files=[file_block(later)])
    stories.edit(OutcomePage.objects.get(pk=request_fr.page_id), french_translator, files=[])
    File.objects.filter(pk=requested.pk).update(made_public_at=None)

    def statuses(user: Any) -> list[int]:
        files = File.objects.filter(pk__in=[requested.pk, later.pk]).order_by("pk")
        return [download(signed_in(user), file)[0] for file in files]

    assert statuses(french_translator) == [200, 404]
    assert statuses(german_translator) == [404, 404]

    TranslationRequest.objects.update(done_at=timezone.now())

    assert statuses(french_translator) == [404, 404]


@pytest.mark.django_db
def test_the_files_of_a_language_version_are_there_for_whoever_translates_or_checks_it_until_it_is_withdrawn(
    request_fr: TranslationRequest,
    french_translator: Any,
    french_reviewer: Any,
    german_translator: Any,
    signed_in: Any,
) -> None:
    french = stories.upload(french_translator, "guide.pdf", stories.PDF + b"% fr")
    page = OutcomePage.objects.get(pk=request_fr.page_id)
    stories.edit(page, french_translator, files=[file_block(french, "fr")])
    french.refresh_from_db()

    assert download(signed_in(french_reviewer), french)[0] == 200
    assert download(signed_in(german_translator), french)[0] == 404

    TranslationRequest.objects.update(done_at=timezone.now())
    assert download(signed_in(french_reviewer), french)[0] == 200

    TranslationRequest.objects.update(withdrawal_reason="A figure was wrong.")
    assert download(signed_in(french_reviewer), french)[0] == 404


@pytest.fixture
def public_file(public_outcome: OutcomePage) -> File:
    return File.objects.get(work=public_outcome.translation_key)


@pytest.mark.django_db
def test_everybody_gets_a_public_file(public_file: File, french_translator: Any, signed_in: Any) -> None:
    for client in (Client(), signed_in(french_translator)):
        assert download(client, public_file) == (200, stories.PDF)


@pytest.mark.django_db
def test_a_file_is_saved_by_the_browser_and_never_shown_in_the_site(public_file: File) -> None:
    answer = Client().get(public_file.url)
    b"".join(answer.streaming_content)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "application/pdf"
    assert "Content-Encoding" not in answer


@pytest.mark.django_db
def test_a_file_that_the_browser_has_already_is_not_sent_again(public_file: File) -> None:
    answer = Client().get(public_file.url)
    b"".join(answer.streaming_content)

    assert answer["ETag"] == f'"{public_file.sha256}"'
    assert Client().get(public_file.url, headers={"If-None-Match": f'"{public_file.sha256}"'}).status_code == 304


def caching_of(client: Client, file: File) -> set[str]:
    answer = client.get(file.url)
    b"".join(answer.streaming_content)
    return set(answer["Cache-Control"].split(", "))


@pytest.mark.django_db
def test_a_cache_asks_each_time_for_a_public_file_and_keeps_no_private_one(
    public_outcome: OutcomePage, public_file: File, secretariat: Any, signed_in: Any
) -> None:
    known = {"If-None-Match": f'"{public_file.sha256}"'}

    public = caching_of(Client(), public_file)
    unchanged = Client().get(public_file.url, headers=known)
    withdraw(page_id=public_outcome.pk, by=secretariat, reason="A figure was wrong.")
    private = caching_of(signed_in(secretariat), public_file)

    assert public == {unchanged["Cache-Control"]} == {"no-cache"}
    assert Client().get(public_file.url, headers=known).status_code == 404
    assert {"private", "no-store"} <= private


@pytest.mark.django_db
def test_whoever_read_a_file_before_a_decision_saves_nothing_over_it(
    public_outcome: OutcomePage, public_file: File, secretariat: Any
) -> None:
    before = File.objects.get(pk=public_file.pk)
    withdraw(page_id=public_outcome.pk, by=secretariat, reason="A figure was wrong.")

    before.save()

    assert download(Client(), public_file)[0] == 404


@pytest.mark.django_db
def test_what_became_public_while_somebody_renamed_it_stays_public(group: Any, chair: Any, secretariat: Any) -> None:
    file = stories.upload(chair)
    page = stories.draft_outcome(group, chair, title="A playbook", file=file)
    before = File.objects.get(pk=file.pk)
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)

    before.save()

    assert File.objects.get(pk=file.pk).is_public
    assert download(Client(), file)[0] == 200


@pytest.mark.django_db
def test_a_wrong_name_finds_nothing(public_file: File) -> None:
    assert Client().get(public_file.url.replace("playbook", "other")).status_code == 404


@pytest.mark.django_db
def test_the_chooser_offers_a_persons_own_uploads(private_file: File, support: Any, chair: Any, signed_in: Any) -> None:
    address = reverse("wagtaildocs_chooser:choose_results")

    assert "Playbook" in signed_in(chair).get(address).content.decode()
    assert "Playbook" not in signed_in(support).get(address).content.decode()


@pytest.mark.django_db
def test_a_deleted_file_leaves_the_disk(chair: Any, django_capture_on_commit_callbacks: Any) -> None:
    file, picture = stories.upload(chair), stories.picture(chair)

    with django_capture_on_commit_callbacks(execute=True):
        file.delete()
        picture.delete()

    assert not Path(file.file.path).exists()
    assert not Path(picture.file.path).exists()


@pytest.mark.parametrize("tag", [b"en\x00", b"\xfe\xff\xd8\x00", b"en" * 500], ids=["NUL", "half a sign", "long"])
def test_a_pdf_with_a_strange_language_is_kept(tag: bytes, support: Any, signed_in: Any) -> None:
    pdf, content = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.Root.Lang = pikepdf.Object.parse(f"<{tag.hex()}>".encode())
    pdf.save(content)
    upload = SimpleUploadedFile("report.pdf", content.getvalue())

    signed_in(support).post(reverse("wagtaildocs:add"), {"title": "A report", "file": upload})

    assert len(File.objects.get().report["language"]) <= 35
