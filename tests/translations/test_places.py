"""Segments stand under names that a translator knows from the page."""

from typing import Any

from tests import stories
from translations.places import name_of_place
from translations.rows import readable


def test_blocks_are_numbered_and_named(outcome: Any, group: Any, chair: Any) -> None:
    body = [
        ("heading", "Summary"),
        ("figures", {"figures": [{"value": "7", "label": "cities"}]}),
    ]
    page = stories.draft_outcome(group, chair, title="Another", body=body).draft()
    heading, figures = page.body
    [figure] = figures.value["figures"].bound_blocks

    assert name_of_place(page, "title") == "Title"
    assert name_of_place(page, f"body.{heading.id}") == "Content 1 – Heading"
    assert (
        name_of_place(page, f"body.{figures.id}.figures.{figure.id}.label")
        == "Content 2 – Results in figures – Figures 1 – What it counts"
    )


def test_a_part_that_is_gone_keeps_the_name_of_its_field(outcome: Any) -> None:
    assert name_of_place(outcome, "body.gone.text") == "Content"
    assert name_of_place(outcome, "unknown.part") == "unknown"


def test_a_translator_reads_characters_and_still_sees_marks() -> None:
    assert readable("R&amp;D &lt;2 °C <b>now</b>") == "R&D &lt;2 °C <b>now</b>"
