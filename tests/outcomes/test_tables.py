"""Tables are translated cell by cell."""

from outcomes.tables import TranslatableTableBlock

TABLE = {
    "data": [["City", "Blocks"], ["Ghent", "14"], ["Turin", "€ 7 & more"], [None, ""]],
    "table_caption": "Blocks by city",
    "table_header_choice": "row",
}


def test_segments_are_the_caption_and_each_cell_with_more_than_digits():
    segments = TranslatableTableBlock().get_translatable_segments(TABLE)

    assert {segment.path: segment.render_text() for segment in segments} == {
        "caption": "Blocks by city",
        "0-0": "City",
        "0-1": "Blocks",
        "1-0": "Ghent",
        "2-0": "Turin",
        "2-1": "€ 7 & more",
    }


def test_a_translation_comes_back_to_its_cells_and_leaves_the_source_alone():
    block = TranslatableTableBlock()
    segments = block.get_translatable_segments(TABLE)
    french = [type(item)(item.path, f"{item.render_text()} (fr)") for item in segments]

    translated = block.restore_translated_segments(TABLE, french)

    assert translated["data"][0] == ["City (fr)", "Blocks (fr)"]
    assert translated["data"][1] == ["Ghent (fr)", "14"]
    assert translated["data"][2][1] == "€ 7 & more (fr)"
    assert translated["data"][3] == [None, ""]
    assert translated["table_caption"] == "Blocks by city (fr)"
    assert TABLE["data"][0] == ["City", "Blocks"]


def test_an_empty_table_has_no_segments():
    assert TranslatableTableBlock().get_translatable_segments(None) == []
