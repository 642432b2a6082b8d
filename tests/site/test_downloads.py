"""What a visitor knows of a file before downloading it (F6)."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from files.models import File
from scm_site.pages.languages import work_url
from tests import stories


@pytest.fixture
def outcome(publish: Any, chair: Any) -> Any:
    """With an accessible PDF in English and a table in French that is not accessible."""
    pdf = stories.upload(chair)
    table = stories.upload(chair, "cities.csv", b"ville;part\nGand;7\n")
    page = publish(
        "A playbook",
        files=[
            ("file", {"document": pdf, "language": "en", "description": "Report", "accessible": True}),
            ("file", {"document": table, "language": "fr", "description": "Data", "accessible": False}),
        ],
    )
    File.objects.update(created_at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    return page


def files(page: Any, language: str = "en") -> list[str]:
    """The HTML of each."""
    html = re.sub(r"\s+", " ", Client().get(work_url(page, language)).content.decode())
    return [part.partition("</section>")[0] for part in html.split('<div class="ecl-file">')[1:]]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).replace("\xa0", " ").split())


def test_a_file_shows_title_description_date_access_language_size_and_format(outcome: Any) -> None:
    pdf, table = files(outcome)

    size = len(stories.PDF)
    assert words(pdf) == f"Playbook Report 2 March 2026 Accessible file English Download ({size} bytes – PDF)"
    assert words(table) == ("Playbook Data 2 March 2026 Request an accessible format French Download (18 bytes – CSV)")
    assert [re.findall(r'hreflang="(\w+)"', html) for html in (pdf, table)] == [["en"], ["fr"]]


def test_an_accessible_format_is_asked_for_by_a_mail_that_names_file_and_outcome(outcome: Any, settings: Any) -> None:
    pdf, table = files(outcome)

    subject = quote(f"Accessible format of “Playbook” ({outcome.record.reference})")
    assert f'href="mailto:{settings.SCM_FUNCTIONAL_MAILBOX}?subject={subject}"' in table
    assert "mailto:" not in pdf


def test_a_fallback_says_in_which_language_a_file_is_described_and_in_which_it_is(outcome: Any) -> None:
    pdf, _table = files(outcome, "fr")

    assert re.search(r'ecl-file__title"[^>]* lang="en">Playbook<', pdf)
    assert 'ecl-file__description" lang="en">Report<' in pdf
    assert ">anglais</span>" in pdf
    assert 'lang="en"' not in files(outcome)[0].replace("hreflang", "")
