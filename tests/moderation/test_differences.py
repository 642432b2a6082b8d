"""What changed is said in words: a reviewer never reads a key, and a changed address is never hidden."""

from typing import Any

import pytest

from focusgroups.models import Theme
from moderation.differences import changes_since
from outcomes.models import OutcomePage
from tests import stories
from tests.factories import PersonFactory
from tests.moderation.conftest import fresh

pytestmark = pytest.mark.django_db
PARAGRAPH = '<p>See <a href="https://{}.example/data">our data</a>.</p>'


@pytest.fixture
def outcome(public_group: Any, chair: Any, secretariat: Any) -> OutcomePage:
    body = [("paragraph", PARAGRAPH.format("good"))]
    return stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, body=body)


def changes(page: OutcomePage) -> dict[str, list[tuple[str, str]]]:
    page = fresh(page)
    return {
        change.label: [run for run in change.runs if run[0] != "same"]
        for change in changes_since(page.approval, page.draft())
    }


def test_another_address_behind_the_same_words_is_seen(outcome: OutcomePage, chair: Any) -> None:
    stories.edit(outcome, chair, body=[("paragraph", PARAGRAPH.format("evil"))])

    assert changes(outcome)["Content"] == [
        ("removed", "(https://good.example/data)."),
        ("added", "(https://evil.example/data)."),
    ]


def test_keys_and_codes_are_said_by_name(outcome: OutcomePage, chair: Any) -> None:
    draft = outcome.draft()
    draft.people.set([PersonFactory(name="Ana Lopes")])
    draft.themes.set(Theme.objects.filter(code="finance"))
    draft.licence, draft.search_description = "CC0-1.0", "What a search engine shows."
    draft.save_revision(user=chair)

    found = changes(outcome)

    assert found["Authors"] == [("added", "Ana Lopes")]
    assert found["Themes"] == [("added", str(Theme.objects.get(code="finance")))]
    assert ("added", "Zero 1.0 (public domain)") in found["Licence"]
    assert "What a search engine shows." in found["Meta description"][0][1]


def test_another_file_under_the_same_title_is_seen(outcome: OutcomePage, chair: Any) -> None:
    other = stories.upload(chair, content=stories.PDF + b"another")
    stories.edit(
        outcome,
        chair,
        files=[("file", {"document": other, "language": "en", "description": "Report", "accessible": False})],
    )

    runs = changes(outcome)["Files"]

    assert ("added", f"({other.sha256[:8]})") in runs
    assert ("removed", "yes") in runs
