"""The search finds words in the public files of an outcome, and says on which page they stand."""

import io
from typing import Any

import docx
import pytest
from django.core.management import call_command
from wagtail.search.backends import get_search_backend

from files.actions import erase_file
from files.models import File, FileText
from moderation.actions import withdraw
from outcomes import file_texts
from outcomes.models import OutcomePage
from search.query import InFile, SearchRequest, search
from tests import scenes, stories

pytestmark = pytest.mark.django_db


def found(word: str) -> list[str]:
    return [hit.found.title for hit in search(SearchRequest(word, "en")).hits]


def in_the_index(word: str) -> list[int]:
    """Whoever asks the index itself, past what the search service leaves out."""
    return [page.pk for page in get_search_backend().search(word, OutcomePage)]


def file_block(file: File, language: str = "en") -> tuple[str, dict[str, Any]]:
    return "file", {"document": file, "language": language, "description": "", "accessible": True}


def publish(page: OutcomePage, chair: Any, secretariat: Any) -> OutcomePage:
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)
    return OutcomePage.objects.get(pk=page.pk)


@scenes.scene
def outcome_with_words_in_a_file() -> OutcomePage:
    """Public, with a PDF that says “zeppelin”."""
    group, chair = scenes.public_group(), scenes.chair().user
    return stories.publish_outcome(
        group,
        chair=chair,
        reviewer=scenes.secretariat(),
        title="A playbook",
        file=stories.upload(chair, content=stories.pdf("The zeppelin annex")),
    )


@pytest.fixture
def outcome(outcome_with_words_in_a_file: OutcomePage) -> OutcomePage:
    return outcome_with_words_in_a_file


def test_an_outcome_is_found_by_a_word_of_its_file(outcome: OutcomePage) -> None:
    assert found("zeppelin") == ["A playbook"]
    assert found("zeppelin playbook") == ["A playbook"]


def test_the_file_of_a_draft_is_in_no_index(outcome: OutcomePage, group: Any, chair: Any) -> None:
    stories.draft_outcome(group, chair, file=stories.upload(chair, content=stories.pdf("A dirigible")))
    stories.edit(outcome, chair, files=[file_block(stories.upload(chair, content=stories.pdf("An aerostat")))])

    for word in ("dirigible", "aerostat"):
        assert in_the_index(word) == []
    assert found("zeppelin") == ["A playbook"]


def test_a_new_version_is_found_by_its_own_file_and_no_more_by_the_one_before(
    outcome: OutcomePage, chair: Any, secretariat: Any
) -> None:
    new = stories.upload(chair, content=stories.pdf("An aerostat"))
    stories.edit(outcome, chair, files=[file_block(new)], change_note="A new annex.")
    publish(outcome, chair, secretariat)

    assert found("aerostat") == ["A playbook"]
    assert in_the_index("zeppelin") == []


def test_what_is_withdrawn_leaves_the_index_and_what_is_erased_stays_out(
    outcome: OutcomePage, secretariat: Any, administrator: Any
) -> None:
    withdraw(page_id=outcome.pk, by=secretariat, reason="It names people.")
    assert in_the_index("zeppelin") == []

    file = File.objects.get(work=outcome.translation_key)
    erase_file(upload=file, reason="Asked for.", by=administrator)

    assert not FileText.objects.filter(pk=file.pk).exists()
    assert in_the_index("zeppelin") == []


def test_the_text_of_every_copy_is_erased(
    outcome: OutcomePage, chair: Any, secretariat: Any, administrator: Any
) -> None:
    stories.upload(chair, name="copy.pdf", content=stories.pdf("The zeppelin annex"))
    withdraw(page_id=outcome.pk, by=secretariat, reason="It names people.")

    erase_file(upload=File.objects.get(work=outcome.translation_key), reason="Asked for.", by=administrator)

    assert not any("zeppelin" in page for pages in FileText.objects.values_list("pages", flat=True) for page in pages)


def test_older_uploads_are_found_once_they_were_read(outcome: OutcomePage) -> None:
    FileText.objects.all().delete()
    call_command("update_index", verbosity=0)
    assert found("zeppelin") == []

    call_command("read_files", verbosity=0)

    assert found("zeppelin") == ["A playbook"]


def test_the_index_takes_no_more_than_every_engine_bears(outcome: OutcomePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_texts, "CHARACTERS", len("\fThe zeppelin"))

    assert outcome.text_of_files() == "\fThe zeppelin"


def test_a_file_of_very_many_different_words_can_be_published_and_found(
    outcome: OutcomePage, chair: Any, secretariat: Any
) -> None:
    """PostgreSQL refuses an entry of more than a megabyte."""
    file = stories.upload(chair)
    words = " ".join(f"{number:x}-ä{number:x}.{number}" for number in range(100_000))
    FileText.objects.filter(file=file).update(pages=["An aerostat", words])
    stories.edit(outcome, chair, files=[file_block(file)], change_note="A new annex.")
    publish(outcome, chair, secretariat)

    assert found("aerostat") == ["A playbook"]


def test_the_pages_of_public_files_are_told_with_their_number_in_two_queries(
    outcome: OutcomePage, group: Any, chair: Any, secretariat: Any, django_assert_num_queries: Any
) -> None:
    stream = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("A letter.")
    document.save(stream)
    letter = stories.upload(chair, name="letter.docx", content=stream.getvalue())
    report = stories.upload(chair, name="report.pdf")
    FileText.objects.filter(file=report).update(pages=["", "Seite zwei"])
    other = stories.publish_outcome(
        group, chair=chair, reviewer=secretariat, title="Other", files=[file_block(report, "de"), file_block(letter)]
    )
    draft = stories.draft_outcome(group, chair, file=stories.upload(chair, content=stories.pdf("A dirigible")))
    annex = File.objects.get(work=outcome.translation_key)

    with django_assert_num_queries(2):
        told = OutcomePage.file_passages([outcome.pk, other.pk, draft.pk])

    assert told[outcome.pk] == [(InFile("Playbook", annex.url, "en", 1), "The zeppelin annex")]
    assert told[other.pk] == [
        (InFile("Playbook", report.url, "de", 2), "Seite zwei"),
        (InFile("Playbook", letter.url, "en", None), "A letter."),
    ]
    assert told[draft.pk] == []


def test_the_results_show_the_passage_with_the_page_of_the_file(
    outcome: OutcomePage, chair: Any, secretariat: Any, client: Any
) -> None:
    report = stories.upload(chair, name="report.pdf")
    FileText.objects.filter(file=report).update(pages=["Eins", "", "Ein Aerostat <fliegt>"])
    stories.edit(outcome, chair, files=[file_block(report, "de")], change_note="A new annex.")
    publish(outcome, chair, secretariat)

    (hit,) = search(SearchRequest("aerostat", "en")).hits
    shown = client.get("/en/search/", {"q": "aerostat"}).content.decode()

    assert hit.in_file == InFile("Playbook", report.url, "de", 3)
    assert hit.passage_language == "de"
    assert "".join(part.text for part in hit.passage.parts) == "Ein Aerostat <fliegt>"
    assert "Ein <mark>Aerostat</mark> &lt;fliegt&gt;" in shown
    assert f'<a href="{report.url}#page=3" class="ecl-link" lang="de">Playbook</a>, page 3' in shown


def test_a_word_of_the_page_itself_is_shown_before_one_of_its_files(outcome: OutcomePage) -> None:
    (hit,) = search(SearchRequest("fund", "en")).hits
    assert hit.in_file is None

    (hit,) = search(SearchRequest("zeppelin", "en")).hits
    assert hit.in_file.page == 1
