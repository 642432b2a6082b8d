"""Sets the texts of a demonstration outcome as a tagged report (PDF/UA-1) with Typst; no Django.

The texts travel to ``report.typ`` as JSON and are set as plain strings there: none of them is read as markup.
"""

import json
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("report.typ")


class _Runs(HTMLParser):
    """The runs of a paragraph: its text, cut wherever ``<b>``, ``<i>`` or ``<a href>`` begins or ends."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[dict[str, Any]] = []
        self._open: dict[str, str] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[tag] = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self._open.pop(tag, None)

    def handle_data(self, data: str) -> None:
        self.runs.append(
            {
                "text": data,
                "bold": "b" in self._open,
                "italic": "i" in self._open,
                "href": self._open.get("a", ""),
            }
        )


def _block(block: dict[str, Any]) -> dict[str, Any]:
    return block | {"runs": _Runs(block["text"]).runs} if block["kind"] == "paragraph" else block


def render_pdf(outcome: dict[str, Any], group: dict[str, Any], language: str) -> bytes:
    """The report of ``outcome``, which belongs to ``group``, both with texts in ``language`` (en, fr or de).

    ``outcome["reference"]`` is printed where it is given. Names of people are not: not all agreed to that.
    The same texts always give the same bytes. Raises ``typst.TypstError`` where the file would not conform.
    """
    programme = group["work_programme"]
    day: date = outcome["date"]
    data = {
        "language": language,
        "reference": outcome.get("reference", ""),
        "body": [_block(block) for block in outcome["body"]],
        "group": {name: group[name] for name in ("name", "summary", "challenge", "contact", "scope_in", "scope_out")},
        "objectives": programme["objective"],
        "indicators": programme["indicator"],
        **{name: outcome[name] for name in ("title", "abstract", "format", "licence", "change_note")},
        **{name: outcome.get(name, []) for name in ("cities", "countries", "projects")},
        "date": [day.year, day.month, day.day],
    }
    pdf = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(data)},
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    assert isinstance(pdf, bytes)
    return pdf
