"""What a page type offers so that its works are found; the search knows no type by name."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from django.apps import apps
from django.db.models import QuerySet
from wagtail.models import Page


class Found(NamedTuple):
    """One public page as the catalogue reads it; ``facts`` are the values of its type's ``found_fields``."""

    key: int
    work: uuid.UUID
    language: str
    path: str
    title: str
    url_path: str
    day: date
    published: datetime | None
    facts: Mapping[str, Any]


class FindableMixin:
    """A page type that the search finds; it has a ``source_language``."""

    # What such a page is called in the facet "kind"; None leaves the type out.
    search_kind: ClassVar[str | None] = None
    # Fields that the catalogue keeps of each page, for lists and exports.
    found_fields: ClassVar[tuple[str, ...]] = ()
    # The field with the day by which works are ordered, where it is filled in; else they go by first publication.
    found_day: ClassVar[str | None] = None

    @classmethod
    def findable(cls) -> QuerySet:
        """The live pages of this type that everybody may see, but for view restrictions. One query."""
        return cls._default_manager.filter(live=True, alias_of=None)  # type: ignore[attr-defined]

    @classmethod
    def facet_values(cls, found: Sequence[Found]) -> Iterable[tuple[int, str, str]]:
        """Key of a page, facet, code: what readers filter by. A constant number of queries."""
        return ()

    @classmethod
    def descriptions(cls, keys: Iterable[int]) -> dict[int, str]:
        """Key of a page → the sentences under its title in a list. One query."""
        return {}

    @classmethod
    def file_passages(cls, keys: Iterable[int]) -> dict[int, list[Any]]:
        """Key of a page → the pages of its files, in the order of its search text. A constant number of queries."""
        return {}


def searched_types() -> list[type[Page]]:
    """The page types that opted in."""
    return [model for model in apps.get_models() if issubclass(model, Page) and getattr(model, "search_kind", None)]
