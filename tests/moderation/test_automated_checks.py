"""Automated checks: what each finds, that errors block, that warnings need a note, and that they cost little."""

import io
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from files.inspection import report_on
from files.models import File
from focusgroups.models import Country
from moderation.actions import Incomplete, send_to_quality_control
from moderation.models import QualityControl
from outcomes.models import OutcomePage
from tests import stories
from tests.moderation.conftest import fresh

pytestmark = pytest.mark.django_db
UNTIED = "It is tied to no final outcome of the work programme (ToR ¶22)."


@pytest.fixture
def page(public_group: Any, chair: Any) -> OutcomePage:
    return stories.draft_outcome(public_group, chair)


def pdf(**lacks: bool) -> bytes:
    """The PDF of the stories without what is named."""
    document = pikepdf.open(io.BytesIO(stories.PDF))
    if "tags" in lacks:
        del document.Root["/MarkInfo"]
    if "language" in lacks:
        del document.Root["/Lang"]
    if "title" in lacks:
        del document.docinfo["/Title"]
    if "alternative" in lacks:
        figure = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name("/Picture"))
        described = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure, Alt="A chart")
        section = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Sect)
        section.K = pikepdf.Array([0, described, figure])
        document.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(Picture=pikepdf.Name.Figure)
        document.Root.StructTreeRoot.K = section
    if "text" in lacks:
        document.pages[0].obj.Contents = document.make_stream(b"")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_file(page: OutcomePage, by: Any, document: File, **values: Any) -> OutcomePage:
    block = {"document": document, "language": "en", "description": "", "accessible": False, **values}
    return stories.edit(page, by, files=[("file", block)])


def texts(remarks: list[Any]) -> list[str]:
    return [remark.text for remark in remarks]


# --- What blocks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({}, []),
        ({"licence": ""}, ["Choose the licence."]),
        (
            {"format": "online_seminar"},
            [
                "Say on which day the online seminar was held.",
                "An online seminar needs its recording: a file (MP4), or its address.",
                "Say whether the recording has captions or a transcript: it needs one of them.",
            ],
        ),
        (
            {
                "format": "online_seminar",
                "dated_on": date(2026, 3, 3),
                "recording": "https://video.example/1",
                "recording_text": "captions",
            },
            [],
        ),
        (
            {"dated_on": date(24, 3, 3)},
            [f"Correct the year: the date of an outcome lies between 1990 and {timezone.localdate().year + 1}."],
        ),
        (
            {"format": "demonstrator"},
            [
                "Say where the demonstrator stands: add its city.",
                "Say who runs the demonstrator.",
                "Say whether the demonstrator is in operation.",
            ],
        ),
        (
            {"body": [("paragraph", '<p><a linktype="page" id="99999">x</a></p>')]},
            ["A link leads to a page that does not exist any more: change or remove it."],
        ),
        (
            {"body": [("paragraph", '<p><a href="/en/outcomes/nowhere/">x</a></p>')]},
            ["The address /en/outcomes/nowhere/ leads nowhere on this site."],
        ),
        ({"body": [("paragraph", '<p><a href="/fr/outcomes/">x</a> <a href="https://city.example/">y</a></p>')]}, []),
    ],
)
def test_an_error_is_found_and_keeps_the_outcome_from_being_sent(
    values: dict[str, Any], errors: list[str], page: OutcomePage, chair: Any
) -> None:
    draft = stories.edit(page, chair, **values)

    assert texts(fresh(page).draft().errors()) == errors
    if errors:
        with pytest.raises(Incomplete):
            send_to_quality_control(page_id=draft.pk, by=chair, note=stories.NOTE)


def test_a_demonstrator_with_place_operator_and_status_is_complete(page: OutcomePage, chair: Any) -> None:
    city = {"name": "Ghent", "country": Country.objects.first().pk}

    stories.edit(
        page, chair, format="demonstrator", operator="City of Ghent", status="running", cities=[("city", city)]
    )

    assert fresh(page).draft().errors() == []


def test_a_file_that_does_not_open_is_an_error(page: OutcomePage, chair: Any) -> None:
    with_file(page, chair, stories.upload(chair, content=b"%PDF-1.7 broken"))

    assert texts(fresh(page).draft().errors()) == [
        "“Playbook” does not open: it is damaged or has a password. Upload it anew."
    ]


# --- What needs a note --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ("tags", "it is not tagged"),
        ("language", "it names no language"),
        ("title", "it has no title"),
        ("text", "it has no text, only pictures of it"),
        ("alternative", "a picture in it has no alternative text"),
    ],
)
def test_a_pdf_says_what_it_lacks(lacks: str, words: str, page: OutcomePage, chair: Any) -> None:
    with_file(page, chair, stories.upload(chair, content=pdf(**{lacks: True})))

    assert f"“Playbook” (PDF): {words}. Export it anew, or say in the note why it stays so." in texts(
        fresh(page).draft().warnings()
    )


def test_an_accessible_pdf_has_nothing_to_say(page: OutcomePage) -> None:
    assert texts(fresh(page).draft().warnings()) == [UNTIED]


def test_a_file_in_another_language_than_it_says_is_seen(page: OutcomePage, chair: Any) -> None:
    with_file(page, chair, stories.upload(chair), language="fr")

    assert "“Playbook” says that its language is “English”: choose that, or mend the file." in texts(
        fresh(page).draft().warnings()
    )


def test_a_second_version_says_what_is_new(page: OutcomePage, chair: Any, secretariat: Any) -> None:
    def what_is_said() -> list[str]:
        return [remark.text for remark in fresh(page).draft().warnings() if remark.field == "change_note"]

    first = what_is_said()
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)
    unchanged = what_is_said()
    stories.edit(fresh(page), chair, abstract="Four financing models, compared.")
    empty = what_is_said()
    stories.edit(fresh(page), chair, change_note="A fourth model.")
    written = what_is_said()
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)
    stories.edit(fresh(page), chair, abstract="Five financing models, compared.")

    assert first == unchanged == written == []
    assert empty == ["Write in the change note what is new since version 1.0: readers find it on its page."]
    assert what_is_said() == ["The change note is still the one of version 1.1: write what is new since."]


def test_a_link_to_a_draft_and_a_heading_that_skips_are_seen(page: OutcomePage, chair: Any, public_group: Any) -> None:
    other = stories.programme_of(public_group)
    html = f'<p><a linktype="page" id="{other.pk}">x</a></p><h4>Deep</h4>'

    stories.edit(page, chair, body=[("paragraph", html)])

    found = fresh(page).draft().warnings()
    assert "A link leads to a page that is not public: readers will not find it." in texts(found)
    assert not any(other.title in text for text in texts(found))
    assert "The heading “Deep” skips a level: use the next one." in texts(found)
    assert {remark.field for remark in found if remark.text != UNTIED} == {f"body.{fresh(page).draft().body[0].id}"}


def test_an_alternative_text_that_is_a_file_name_is_seen(page: OutcomePage, chair: Any) -> None:
    picture = stories.picture(chair)
    picture.contextual_alt_text = "IMG_2031.jpg"

    stories.edit(page, chair, body=[("image", picture)])

    assert "The alternative text “IMG_2031.jpg” is a file name: say what the picture shows." in texts(
        fresh(page).draft().warnings()
    )


def test_a_warning_needs_a_note_that_the_reviewer_reads(
    page: OutcomePage, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    with pytest.raises(Incomplete, match="Write a note to the reviewer"):
        send_to_quality_control(page_id=page.pk, by=chair)

    send_to_quality_control(page_id=page.pk, by=chair, note="It came out of the last meeting.")
    html = signed_in(secretariat).get(reverse("moderation:review", args=[page.pk])).content.decode()

    assert QualityControl.objects.latest("pk").note == "It came out of the last meeting."
    assert UNTIED in html
    assert "It came out of the last meeting." in html


def test_a_note_outlives_a_refusal(page: OutcomePage, chair: Any, signed_in: Any) -> None:
    client = signed_in(chair)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(
        address,
        {
            "note_to_reviewer": "Written with care.",
            "body-count": "0",
            "files-count": "0",
            "cities-count": "0",
            "links-count": "0",
            "events-count": "0",
        },
    )

    assert "Written with care.</textarea>" in client.get(address).content.decode()


# --- What it costs ------------------------------------------------------------------------------------------


def test_a_pdf_is_read_once_an_upload(page: OutcomePage, chair: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    file = stories.upload(chair)
    with_file(page, chair, file)
    monkeypatch.setattr("files.models.report_on", lambda *args: pytest.fail("It was read again."))

    draft = fresh(page).draft()
    draft.errors(), draft.warnings()

    assert File.objects.get(pk=file.pk).report == report_on("a.pdf", io.BytesIO(stories.PDF))


def test_an_older_file_is_read_once_when_it_is_first_asked(chair: Any) -> None:
    file = stories.upload(chair)
    File.objects.filter(pk=file.pk).update(report={})

    File.objects.get(pk=file.pk).inspected()

    assert File.objects.get(pk=file.pk).report["tagged"]


def test_the_checks_cost_the_same_for_many_parts(page: OutcomePage, chair: Any, count_queries: Any) -> None:
    def cost(number: int) -> int:
        link = f'<p><a linktype="page" id="{page.pk}">x</a></p>'
        stories.edit(fresh(page), chair, body=[("paragraph", link)] * number)
        draft = fresh(page).draft()
        return count_queries(draft.errors)

    assert cost(1) == cost(6)


def test_what_is_no_address_is_named_and_the_page_stays_open(page: OutcomePage, chair: Any, signed_in: Any) -> None:
    stories.edit(page, chair, body=[("paragraph", '<p><a href="http://[insert link]/">x</a></p>')])

    assert "The address http://[insert link]/ cannot be read: correct or remove it." in texts(
        fresh(page).draft().errors()
    )
    assert signed_in(chair).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
