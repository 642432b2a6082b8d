"""Tables whose cells are translated one by one."""

from collections.abc import Iterator
from typing import Any

from wagtail.contrib.table_block.blocks import TableBlock
from wagtail_localize.segments import StringSegmentValue

CAPTION = "caption"


class TranslatableTableBlock(TableBlock):
    """Wagtail's table, with its caption and each cell that holds more than digits as a segment.

    wagtail-localize passes over a stock ``TableBlock``: a translation would keep the source's table.
    https://wagtail-localize.org/stable/how-to/field-configuration/
    """

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[StringSegmentValue]:
        return [StringSegmentValue(place, text) for place, text in _texts(value or {})]

    def restore_translated_segments(self, value: dict[str, Any], segments: list[StringSegmentValue]) -> dict[str, Any]:
        """A new table: the source's own value stays as it was."""
        texts = {segment.path: segment.render_text() for segment in segments}
        rows = value.get("data") or []
        return value | {
            "table_caption": texts.get(CAPTION, value.get("table_caption", "")),
            "data": [
                [texts.get(_place(row, column), cell) for column, cell in enumerate(cells)]
                for row, cells in enumerate(rows)
            ],
        }

    def deconstruct(self) -> tuple[str, Any, Any]:
        """As the stock block: what is stored is the same, so no migration has to name this class."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.contrib.table_block.blocks.TableBlock", args, kwargs


def _place(row: int, column: int) -> str:
    return f"{row}-{column}"


def _texts(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The caption and the cells that a translator has to look at, each with its place."""
    if value.get("table_caption"):
        yield CAPTION, value["table_caption"]
    for row, cells in enumerate(value.get("data") or []):
        for column, cell in enumerate(cells):
            if cell and not cell.strip().isdigit():
                yield _place(row, column), cell
