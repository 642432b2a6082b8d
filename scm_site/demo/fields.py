"""The content of the demonstration as the values of page fields, in each of its languages alike.

The ids of blocks follow from the keys of the content: a text and its translation stand in the same place.
"""

import uuid
from html import escape
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page

from focusgroups.models import Country, Person, Theme

NAMESPACE = uuid.UUID("5b7d1f0e-5c0f-4c5e-9a5f-3f8b6f1f9d10")
RESPONSIBLE = {"participants": "participant"}

Values = dict[str, Any]


def block_id(*place: Any) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, place))))


def _stream(kind: str, items: list[Any], *place: Any) -> list[Values]:
    return [
        {
            "type": kind,
            "value": item,
            "id": block_id(*place, item.get("key", number) if isinstance(item, dict) else number),
        }
        for number, item in enumerate(items)
    ]


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def _points(texts: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text, quote=False)}</li>" for text in texts) + "</ul>"


def challenge(group: Values) -> str:
    return _paragraphs(group["challenge"])


def group_values(group: Values) -> Values:
    """The fields of the group's page; ``slug`` and ``contact`` too, which no translation changes."""
    key = group["key"]
    return {
        "title": group["name"],
        "slug": group["slug"],
        "summary": group["summary"],
        "challenge": challenge(group),
        "scope_in": _stream("point", group["scope_in"], key, "in"),
        "scope_out": _stream("point", group["scope_out"], key, "out"),
        "contact": group["contact"],
        "how_to_join": _paragraphs([group["how_to_join"]]),
    }


def programme_values(group: Values) -> Values:
    """The fields of the work programme; its timeframe stands there since the group was set up."""
    programme, key = group["work_programme"], group["key"]
    milestones = [
        item
        | {
            "due": item["due"].isoformat(),
            "responsible": RESPONSIBLE.get(item["responsible"], item["responsible"]),
        }
        for item in programme["milestone"]
    ]
    return {
        "description": _paragraphs(programme["description"]),
        "objectives": _stream("objective", programme["objective"], key, "objective"),
        "planned_outcomes": _stream("outcome", programme["planned_outcome"], key, "outcome"),
        "milestones": _stream("milestone", milestones, key, "milestone"),
        "indicators": _stream("indicator", programme["indicator"], key, "indicator"),
        "rules": _points(programme["rules"]),
    }


def outcome_values(outcome: Values, group: Values) -> Values:
    """The fields of an outcome but for its files and people."""
    key = outcome["key"]
    planned, objective, event = outcome.get("planned"), outcome.get("objective"), outcome.get("event")
    return {
        "title": outcome["title"],
        "slug": outcome["slug"],
        "format": outcome["format"],
        "format_other": outcome.get("format_other", ""),
        "planned_outcome": block_id(group["key"], "outcome", planned) if planned else "",
        "objective": block_id(group["key"], "objective", objective - 1) if objective else "",
        "abstract": outcome["abstract"],
        "body": [_body_block(block, key, place) for place, block in enumerate(outcome["body"])],
        "recording": outcome.get("recording", ""),
        "recording_text": outcome.get("recording_text", ""),
        "operator": outcome.get("operator", ""),
        "status": outcome.get("status", ""),
        "licence": outcome["licence"],
        "dated_on": outcome["date"],
        "cities": _stream("city", outcome["cities"], key, "city"),
        "links": _stream("link", outcome.get("projects", []), key, "link"),
        "events": _stream("event", [event | {"date": event["date"].isoformat()}] if event else [], key, "event"),
        "change_note": outcome["change_note"],
    }


def _body_block(block: Values, key: str, place: int) -> Values:
    kind, value = _body_value(block, key, place)
    return {"type": kind, "value": value, "id": block_id(key, "body", place)}


def _body_value(block: Values, key: str, place: int) -> tuple[str, Any]:
    match block["kind"]:
        case "heading":
            return "heading", block["text"]
        case "paragraph":
            return "paragraph", f"<p>{block['text']}</p>"
        case "list":
            return "paragraph", _points(block["items"])
        case "quote":
            return "quote", {"text": block["text"], "attribution": block["attribution"]}
        case "figures":
            return "figures", {"figures": _stream("item", block["figures"], key, "figures", place)}
        case "table":
            return "table", {
                "data": [block["head"], *block["rows"]],
                "table_caption": block["caption"],
                "table_header_choice": "row",
                "first_row_is_table_header": True,
                "first_col_is_header": False,
                "cell": [],
                "mergeCells": [],
            }
    raise ValueError(f"The demonstration has no block of the kind {block['kind']!r}.")


def put(page: Page, values: Values) -> None:
    """Set the fields of ``page``; streams from their stored form."""
    for name, value in values.items():
        field = page._meta.get_field(name)
        setattr(page, name, field.stream_block.to_python(value) if isinstance(field, StreamField) else value)


def themes(codes: list[str]) -> list[Theme]:
    return _all(Theme, codes)


def countries(codes: list[str]) -> list[Country]:
    return _all(Country, codes)


def people(persons: dict[str, Person], keys: list[str]) -> list[Person]:
    return [persons[key] for key in keys]


def _all(model: Any, codes: list[str]) -> list[Any]:
    found = model.objects.in_bulk(codes)
    return [found[code] for code in codes]
