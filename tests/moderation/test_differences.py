"""What changed is said in words: a reviewer never reads a key, and a changed address is never hidden."""

from typing import Any

import pytest
from django.urls import reverse

from files.actions import erase_file
from focusgroups.models import Theme
from moderation.actions import return_to_group, withdraw
from moderation.content import content_of
from moderation.differences import FileChange, difference
from moderation.models import Approval, QualityControl
from outcomes.models import OutcomePage
from tests import scenes, stories
from tests.factories import PersonFactory
from tests.moderation.conftest import fresh

pytestmark = pytest.mark.django_db
PARAGRAPH = '<p>See <a href="https://{}.example/data">our data</a>.</p>'


@scenes.scene
def outcome_to_compare() -> OutcomePage:
    body = [("paragraph", PARAGRAPH.format("good"))]
    made = scenes.public_group()
    return stories.publish_outcome(made, chair=scenes.chair().user, reviewer=scenes.secretariat(), body=body)


@pytest.fixture
def outcome(outcome_to_compare: OutcomePage) -> OutcomePage:
    return outcome_to_compare


def changes(page: OutcomePage) -> dict[str, list[tuple[str, str]]]:
    found = since_approval(page)
    return {change.label: [run for run in change.runs if run[0] != "same"] for change in [*found.texts, *found.facts]}


def since_approval(page: OutcomePage) -> Any:
    page = fresh(page)
    return difference(page.approval.content, page.draft())


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


def test_files_are_added_removed_and_changed_with_their_hashes(outcome: OutcomePage, chair: Any) -> None:
    before = outcome.files[0].value["document"]
    same_title, new = stories.upload(chair, content=stories.PDF + b"another"), stories.upload(chair)
    new.title = "Annex"
    new.save()

    def files(*documents: Any) -> list[tuple[str, dict[str, Any]]]:
        return [("file", {"document": document, "language": "en", "accessible": True}) for document in documents]

    stories.edit(outcome, chair, files=files(same_title, new))
    changed = since_approval(outcome).files
    stories.edit(fresh(outcome), chair, files=[])
    removed = since_approval(outcome).files

    assert changed == [
        FileChange("added", "Annex", "", new.sha256),
        FileChange("changed", "Playbook", before.sha256, same_title.sha256),
    ]
    assert removed == [FileChange("removed", "Playbook", before.sha256, "")]


def test_of_two_files_of_one_title_the_swapped_one_is_seen(outcome: OutcomePage, chair: Any) -> None:
    first, second, third = (stories.upload(chair, content=stories.PDF + name) for name in (b"1", b"2", b"3"))

    def since(*documents: Any) -> list[FileChange]:
        files = [("file", {"document": document, "language": "en", "accessible": True}) for document in documents]
        stories.edit(fresh(outcome), chair, files=files)
        return difference(before, fresh(outcome).draft()).files

    before = content_of(outcome.draft()).canonical
    since(first, second)
    before = content_of(fresh(outcome).draft()).canonical

    assert since(third, second) == [FileChange("changed", "Playbook", first.sha256, third.sha256)]
    assert since(second) == [FileChange("removed", "Playbook", first.sha256, "")]
    assert since(second, first) == []
    assert since(first, second, third) == [FileChange("added", "Playbook", "", third.sha256)]


def test_of_a_long_text_only_what_stands_around_the_change_is_shown(outcome: OutcomePage, chair: Any) -> None:
    words = " ".join(f"word{number}" for number in range(400))
    stories.edit(outcome, chair, abstract=words)
    before = fresh(outcome).draft()
    stories.edit(fresh(outcome), chair, abstract=words.replace("word200", "changed"))

    [change] = difference(content_of(before).canonical, fresh(outcome).draft()).texts

    assert ("removed", "word200") in change.runs
    assert [text for kind, text in change.runs if kind == "skipped"] == ["120", "119"]


def test_texts_stand_apart_from_what_is_known_about_them(outcome: OutcomePage, chair: Any) -> None:
    stories.edit(outcome, chair, abstract="Four models.", licence="CC0-1.0")

    found = since_approval(outcome)

    assert [change.label for change in found.texts] == ["Abstract"]
    assert [change.label for change in found.facts] == ["Licence"]


def test_after_a_return_the_review_offers_what_was_mended_since(
    outcome: OutcomePage, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.edit(outcome, chair, abstract="Four models, compared.")
    seal = stories.send(outcome, chair)
    return_to_group(page_id=outcome.pk, by=secretariat, seal=seal, points=[("", "A wish.", False)])
    stories.edit(fresh(outcome), chair, abstract="Four models, compared well.")
    stories.send(outcome, chair)

    html = signed_in(secretariat).get(reverse("moderation:review", args=[outcome.pk])).content.decode()

    assert html.index("Since version 1.0, which is public") < html.index("Since the return of")
    assert "compared well." in html.partition("Since the return of")[2].partition("</details>")[0]
    assert QualityControl.objects.exclude(returned_content="").count() == 1


def test_the_frame_shows_the_page_alone_and_the_link_all_of_it(
    outcome: OutcomePage, secretariat: Any, signed_in: Any
) -> None:
    address = reverse("moderation:draft", args=[outcome.pk])

    alone = signed_in(secretariat).get(address + "?alone").content.decode()
    whole = signed_in(secretariat).get(address).content.decode()

    assert "ecl-site-header" not in alone
    assert "ecl-site-footer" not in alone
    assert outcome.title in alone
    assert "ecl-site-header" in whole


def test_a_table_that_was_only_opened_says_the_same(outcome: OutcomePage, chair: Any, secretariat: Any) -> None:
    """The editor puts the parts of a table into another order than quality control keeps them in."""
    table = {
        "data": [["City", "Flats"], ["Ghent", "40"]],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }
    text = ("paragraph", PARAGRAPH.format("good"))
    stories.edit(outcome, chair, body=[text, ("table", table)])
    stories.pass_quality_control(fresh(outcome), sender=chair, reviewer=secretariat)

    opened = dict(sorted(table.items(), reverse=True))
    stories.edit(fresh(outcome), chair, body=[("paragraph", PARAGRAPH.format("evil")), ("table", opened)])

    assert [run for run in changes(outcome)["Content"] if "Ghent" in run[1] or run[1] in ("yes", "no")] == []
    assert all("example" in text for kind, text in changes(outcome)["Content"] if kind != "skipped")


def test_the_title_of_an_erased_file_is_not_shown(
    outcome: OutcomePage, chair: Any, secretariat: Any, administrator: Any
) -> None:
    """What was approved keeps it for good; what the screens compare says what became of the file."""
    file = fresh(outcome).files[0].value["document"]
    assert "Playbook" in fresh(outcome).approval.content
    withdraw(page_id=outcome.pk, by=secretariat, reason="It names people.")
    erase_file(upload=file, reason="A participant asked for it.", by=administrator)
    content = Approval.objects.get(work=outcome.translation_key).content

    assert not difference(content, fresh(outcome).draft())

    stories.edit(fresh(outcome), chair, files=[])
    found = difference(content, fresh(outcome).draft())

    assert found.files == [FileChange("removed", "Erased file", file.sha256, "")]
    assert "Playbook" not in str(found)
