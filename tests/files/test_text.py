"""The text of a file: read page by page, whole words, and never an upload that fails for it."""

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

import docx
import odfdo
import pikepdf
import pptx
import pytest
import typst
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from files import pdf
from files import text as module
from files.models import File, FileText
from files.text import cleaned, text_of
from scm_site.demo.load import load_groups
from scm_site.demo.pdf import render_pdf
from tests import stories


def typeset(source: str) -> bytes:
    return typst.compile(source.encode(), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True)


TWO_PAGES = typeset(
    """#set document(title: "Sanierung")
    #set page(width: 7cm, height: 10cm)
    #set text(lang: "de", hyphenate: true)
    #set par(justify: true)
    Die Gebäudesanierung und die Finanzierungsinstrumente der Gemeinden sowie Wärme- und Kälteversorgungseinrichtungen.
    Energieverbrauchsreduktion wird durch Wohnungsbaugenossenschaften vorangetrieben, sehr effizient.
    #pagebreak()
    Zweite Seite: Büro, office, finance."""
)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word_document() -> bytes:
    """With a table, a list, an insertion, something struck out, a form field and a comment."""
    document = docx.Document()
    document.add_heading("Bürgerenergie", 0)
    paragraph = document.add_paragraph("A revolving ")
    paragraph.add_run("fund").bold = True
    paragraph.add_run(" of the city.")
    document.add_comment(paragraph.runs[0], text="remarked", author="Jane", initials="J")
    document.add_table(1, 2).cell(0, 1).text = "tabulated"
    document.add_paragraph("listed", style="List Bullet")
    names, body = nsdecls("w"), document.element.body
    for xml in (
        '<w:p {}><w:ins w:id="1" w:author="J"><w:r><w:t>inserted</w:t></w:r></w:ins></w:p>',
        '<w:p {}><w:del w:id="2" w:author="J"><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>',
        "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    ):
        body.insert(2, parse_xml(xml.format(names)))
    return saved(document)


def slides() -> bytes:
    presentation = pptx.Presentation()
    for title in ("Heat pumps", "Questions"):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = "say it slowly"
    return saved(presentation)


def open_document() -> bytes:
    document = odfdo.Document("odt")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Énergie citoyenne"))
    paragraph = odfdo.Paragraph("Un fonds renouvelable.")
    paragraph.insert_annotation(after="fonds", body="remarked", creator="Jane")
    document.body.append(paragraph)
    return saved(document)


def open_slides() -> bytes:
    document = odfdo.Document("odp")
    document.body.clear()
    for title in ("Pompes à chaleur", "Questions"):
        slide = odfdo.DrawPage(title)
        slide.append(odfdo.Frame.text_frame([title, "Et la suite"], size=("7cm", "5cm"), position=("1cm", "1cm")))
        document.body.append(slide)
    return saved(document)


# --- What is read -------------------------------------------------------------------------------------------


def test_a_pdf_is_read_page_by_page_with_its_hyphenated_words_whole() -> None:
    first, second = text_of("sanierung.PDF", io.BytesIO(TWO_PAGES))

    assert "Finanzierungsinstrumente der Gemeinden sowie Wärme- und Kälteversorgungseinrichtungen." in first
    assert "Wohnungsbaugenossenschaften" in first
    assert second == "Zweite Seite: Büro, office, finance."


def test_the_reports_of_the_demonstration_are_read() -> None:
    group = next(group for group in load_groups() if group.get("outcome"))

    pages = text_of("report.pdf", io.BytesIO(render_pdf(group["outcome"][0], group, "en")))

    assert len(pages) >= 3
    assert all(len(page) > 100 for page in pages)


@pytest.mark.parametrize(
    ("name", "make", "pages"),
    [
        ("a.docx", word_document, ["Bürgerenergie A revolving fund of the city. controlled inserted tabulated listed"]),
        ("a.pptx", slides, ["Heat pumps", "Questions"]),
        ("a.odt", open_document, ["Énergie citoyenne Un fonds renouvelable."]),
        ("a.odp", open_slides, ["Pompes à chaleur Et la suite", "Questions Et la suite"]),
    ],
)
def test_an_office_file_is_read_without_comments_and_what_was_struck_out(
    name: str, make: Callable[[], bytes], pages: list[str]
) -> None:
    stream = io.BytesIO(make())

    assert text_of(name, stream) == pages
    assert stream.tell() == 0


def test_footnotes_are_read() -> None:
    document = docx.Document()
    document.add_paragraph("Text.")
    xml = f"<w:footnotes {nsdecls('w')}><w:footnote><w:p><w:r><w:t>See annex.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    assert text_of("a.docx", io.BytesIO(saved(document))) == ["Text. See annex."]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("reno-\r\nvation", "renovation"),
        ("reno\x02vation", "renovation"),
        ("reno\u00advation", "renovation"),
        ("reno\u00ad\nvation", "renovation"),
        ("CO\u2010\n2030 and Co-\nBenefits", "CO-2030 and Co-Benefits"),
        ("Wärme-\nund Kälte", "Wärme- und Kälte"),
        ("a - \nb 1 -\n2", "a - b 1 - 2"),
        ("e\u0301nergie \ufb01nance\tof\r\n\r\n cities", "énergie finance of cities"),
        ("a\x00b\u200bc\ud800d\ufeff \uf0b7point", "abcd point"),
    ],
)
def test_words_are_whole_and_nothing_is_invisible(raw: str, clean: str) -> None:
    assert cleaned(raw) == clean


# --- What is left out ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.pptx", "a.odt", "a.odp", "a.csv", "a.zip", "a.mp4", "a"])
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"PK\x03\x04", bytes(1000), TWO_PAGES[:4000]])
def test_what_opens_for_nobody_has_no_text(name: str, content: bytes) -> None:
    assert text_of(name, io.BytesIO(content)) == []


def test_what_has_a_password_has_no_text() -> None:
    stream = io.BytesIO()
    pikepdf.open(io.BytesIO(TWO_PAGES)).save(stream, encryption=pikepdf.Encryption(user="secret", owner="secret"))

    assert text_of("a.pdf", stream) == []


def test_a_file_without_a_word_has_no_text_and_a_page_without_one_keeps_its_place() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    assert text_of("scan.pdf", io.BytesIO(saved(document))) == []

    document.pages.extend(pikepdf.open(io.BytesIO(stories.PDF)).pages)
    assert text_of("report.pdf", io.BytesIO(saved(document))) == ["", "invented"]


@pytest.mark.parametrize(
    ("limit", "value", "pages"),
    [("PAGES", 1, ["one"]), ("CHARACTERS", 5, ["one", "tw"]), ("PAGES", 9, ["one", "two"])],
)
def test_what_is_too_much_is_left_out(
    limit: str, value: int, pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, limit, value)
    source = '#set document(title: "x")\none #pagebreak() two'

    assert text_of("a.pdf", io.BytesIO(typeset(source))) == pages


def very_nested(levels: int) -> bytes:
    """Two kilobytes with a page that draws a form ten times, which draws a form ten times, and so on; a plain page first."""
    document = pikepdf.open(io.BytesIO(stories.PDF))
    kind = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "BBox": [0, 0, 200, 200]}
    resources = document.pages[0].obj.Resources
    form = document.make_stream(b"BT /F1 12 Tf 20 100 Td (lol) Tj ET", **kind, Resources=resources)
    for _level in range(levels):
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        form = document.make_stream(b"/X Do " * 10, **kind, Resources=resources)
    page = document.add_blank_page(page_size=(200, 200))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    page.obj.Contents = document.make_stream(b"/X Do")
    return saved(document)


def test_a_pdf_that_would_take_hours_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 2)
    began = monotonic()

    assert text_of("a.pdf", io.BytesIO(very_nested(12))) == ["invented"]

    assert monotonic() - began < 10
    assert text_of("a.pdf", io.BytesIO(stories.PDF)) == ["invented"]


def test_a_reader_that_died_is_replaced() -> None:
    text_of("a.pdf", io.BytesIO(stories.PDF))
    reader = pdf._readers[os.getpid()]
    reader.kill()
    reader.wait()

    assert text_of("a.pdf", io.BytesIO(stories.PDF)) == ["invented"]


def test_many_read_at_once_and_each_gets_its_own() -> None:
    texts = [f"words number {number}" for number in range(20)]

    with ThreadPoolExecutor(4) as threads:
        read = threads.map(lambda text: text_of("a.pdf", io.BytesIO(stories.pdf(text))), texts)

    assert list(read) == [[text] for text in texts]


@pytest.mark.parametrize("bound", ["BYTES", "TEXT_BYTES"])
def test_an_office_file_that_unpacks_to_very_much_is_not_read(monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    monkeypatch.setattr(module, bound, 1000)

    assert text_of("a.docx", io.BytesIO(word_document())) == []


@pytest.mark.parametrize(
    ("name", "megabytes", "is_read"),
    [("a.bin", 41, False), ("a", 41, False), ("a.PNG", 41, True), ("a.png", 201, False)],
)
def test_every_part_of_an_office_file_counts_and_pictures_may_be_larger(
    name: str, megabytes: int, is_read: bool
) -> None:
    stream = io.BytesIO(word_document())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(megabytes):
            part.write(bytes(1024 * 1024))

    assert bool(text_of("a.docx", stream)) == is_read


# --- When it is kept ----------------------------------------------------------------------------------------


@pytest.fixture
def file(db: None, chair: Any) -> File:
    return stories.upload(chair, content=stories.pdf("first words"))


def kept(file: File) -> list[str] | None:
    return FileText.objects.filter(file=file).values_list("pages", flat=True).first()


def test_an_upload_keeps_its_text_and_another_one_of_its_bytes(file: File) -> None:
    assert kept(file) == ["first words"]

    file.title = "Renamed"
    file.save()
    assert kept(file) == ["first words"]

    file.file = ContentFile(stories.pdf("second words"), name="playbook.pdf")
    file.save()
    assert kept(file) == ["second words"]

    file.delete()
    assert not FileText.objects.exists()


def test_a_list_of_files_reads_no_text(file: File, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1) as queries:
        list(File.objects.all())

    assert "pages" not in queries[0]["sql"]


def test_the_command_reads_what_was_uploaded_before_and_nothing_twice(
    file: File, chair: Any, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased = stories.upload(chair, name="erased.pdf", content=stories.pdf("erased words"))
    empty = stories.upload(chair, name="a.csv", content=b"city\n")
    FileText.objects.all().delete()
    File.objects.filter(pk=erased.pk).update(erased_at=file.created_at, erasure_reason="Asked for.")

    call_command("read_files")

    assert (kept(file), kept(erased), kept(empty)) == (["first words"], None, [])
    told = capsys.readouterr().out
    assert f"1 of 2: file {file.pk}, 1 page(s), 11 characters" in told
    assert "The text of every file was read." in told

    monkeypatch.setattr(module, "READERS", {"pdf": lambda stream: pytest.fail("It was read again.")})
    call_command("read_files")


def test_the_command_names_a_file_whose_bytes_are_missing_and_reads_the_others(file: File, chair: Any) -> None:
    other = stories.upload(chair, name="other.pdf", content=stories.pdf("other words"))
    FileText.objects.all().delete()
    file.file.storage.delete(file.file.name)

    with pytest.raises(CommandError, match=f"file {file.pk}\\."):
        call_command("read_files")

    assert (kept(file), kept(other)) == (None, ["other words"])


def test_what_is_erased_while_it_is_read_stays_erased(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    FileText.objects.all().delete()

    def read_meanwhile(stream: Any) -> Iterator[str]:
        File.objects.filter(pk=file.pk).update(erased_at=file.created_at, erasure_reason="Asked for.")
        yield "first words"

    monkeypatch.setattr(module, "READERS", {"pdf": read_meanwhile})
    call_command("read_files")

    assert kept(file) is None
