"""Which engine answers: the search server where there is one and it answers, else the database."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast

from django.conf import settings
from wagtail.search.backends import get_search_backend

from .breaker import Away
from .expression import Expression

SERVER = "elasticsearch"


class Engine(Protocol):
    """What is asked of an engine. It may know pages that are not public: the catalogue leaves them out."""

    def match(self, expression: Expression, language: str) -> list[int]:
        """The keys of the pages that have all terms, in any language; best first for a reader of ``language``."""

    def forms(self, keys: Iterable[int], expression: Expression, language: str) -> dict[int, frozenset[str]]:
        """Key of a page → the folded words and phrases in it that matched; one that ends in ``*`` begins them."""

    def texts(self, keys: Iterable[int]) -> dict[int, str]:
        """Key of a page → its text without the title, a form feed before each page of its files."""


class Server(Engine, Protocol):
    """A search server beside the database, which may be away (``search.breaker``)."""

    def look(self) -> None:
        """Raises ``Away`` where it does not answer."""

    def has_index(self) -> bool:
        """Whether ``update_index`` has been run, since texts were taken apart as they are now."""

    def write(self, keys: Sequence[int], version: int) -> dict[int, str]:
        """Bring the pages up to date; key → why the server refused it."""

    def digests(self) -> dict[int, str]:
        """Key of each page that it has → a digest of what it has of it."""


@dataclass(frozen=True)
class Answer:
    """The keys of the pages that match, from the engine that found them. ``is_from_database``: its server is away."""

    keys: list[int]
    engine: Engine
    is_from_database: bool = False


def match(expression: Expression, language: str) -> Answer:
    """What the search server finds, or the database where there is none or it does not answer."""
    if engine := server():
        try:
            return Answer(engine.match(expression, language), engine)
        except Away:
            pass
    return Answer(database().match(expression, language), database(), is_from_database=engine is not None)


def database() -> Engine:
    return cast(Engine, get_search_backend("default"))


def has_server() -> bool:
    return SERVER in settings.WAGTAILSEARCH_BACKENDS


def server() -> Server | None:
    """The search server; it keeps its connections from one question to the next."""
    return (
        _server(json.dumps(settings.WAGTAILSEARCH_BACKENDS[SERVER], sort_keys=True, default=str))
        if has_server()
        else None
    )


@lru_cache(1)
def _server(configuration: str) -> Server:
    return cast(Server, get_search_backend(SERVER))
