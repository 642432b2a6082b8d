"""What the Secretariat takes along as a file for a spreadsheet."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

BATCH = 500
# A cell that begins with one of these is a formula to a spreadsheet; the last four are as wide as Chinese characters.
SIGNS = "=+@\uff1d\uff0b\uff0d\uff20-"
BEGINS_A_FORMULA = (*SIGNS, "\t", "\r", "\n")
# Excel divides lines by semicolons in much of Europe, and then quotes hold nothing together: a cell begins after these.
BEGINS_INSIDE = re.compile(rf'([;\t\r\n][ "]*)(?=[{SIGNS}])')


class _Echo:
    def write(self, value: str) -> str:
        return value


def as_csv(
    name: str, heading: list[str], rows: QuerySet[Any] | list[Any], cells: Callable[[list[Any]], Iterable[list[str]]]
) -> StreamingHttpResponse:
    """Streamed in batches: ``cells`` makes lines of some rows. No cell is a formula, whatever somebody called a page."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(heading)
        start = 0
        while batch := list(rows[start : start + BATCH]):
            for line in cells(batch):
                yield writer.writerow([no_formula(cell) for cell in line])
            start += BATCH

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def no_formula(cell: str) -> str:
    cell = BEGINS_INSIDE.sub(r"\1'", cell)
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell
