"""Reads the invented content of the demonstration (``content/*.toml``); no Django, no database.

One file a group (``<key>.toml``), one for all people, and one a translation (``<key>.<language>.toml``),
which holds texts only and is matched by key or, in lists without keys, by position. People, organisations,
municipalities and figures are invented. A block of an outcome's ``body`` has a ``kind``:

- ``heading`` and ``paragraph``: ``text`` (the paragraph's with ``<b>``, ``<i>`` and ``<a href>``)
- ``list``: ``items``, strings
- ``quote``: ``text`` and ``attribution``
- ``figures``: ``figures``, tables of ``value`` and ``label``
- ``table``: ``caption``, ``head`` (strings) and ``rows`` (lists of strings, as long as ``head``)
"""

import tomllib
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
PEOPLE = "people"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def load_people() -> list[dict[str, Any]]:
    """Every person: key, name, title, organisation, email, consent to be named in public."""
    people: list[dict[str, Any]] = _read(PEOPLE)["person"]
    return people


def load_groups() -> list[dict[str, Any]]:
    """Every group in its source language, ordered by key."""
    keys = sorted(path.stem for path in CONTENT.glob("*.toml") if "." not in path.stem and path.stem != PEOPLE)
    return [_read(key) for key in keys]


def load_translation(key: str, language: str) -> dict[str, Any]:
    """The texts of one group in ``language``; raises ``FileNotFoundError`` where there is no translation."""
    return _read(f"{key}.{language}")


def translated(source: Any, texts: Any) -> Any:
    """``source`` with every text that ``texts`` has in its place, and nothing that was not translated.

    Tables merge by name, lists of keyed tables by key (an outcome without a translation is left out), other
    lists by position. Raises ``ValueError`` where the counts differ, ``KeyError`` where a key is unknown.
    """
    if isinstance(source, dict):
        return source | {name: translated(source[name], value) for name, value in texts.items() if name in source}
    if isinstance(source, list) and source and isinstance(source[0], dict) and "key" in source[0]:
        by_key = {item["key"]: item for item in source}
        return [translated(by_key[item["key"]], item) for item in texts]
    if isinstance(source, list):
        return [translated(item, text) for item, text in zip(source, texts, strict=True)]
    return texts
