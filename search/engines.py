"""Which engine answers: the search server where there is one and it answers, else the database."""

from collections.abc import Iterable
from typing import Protocol, cast

from wagtail.search.backends import get_search_backend

from .expression import Expression


class Engine(Protocol):
    """What is asked of an engine. It may know pages that are not public: the catalogue leaves them out."""

    def match(self, expression: Expression, language: str) -> list[int]:
        """The keys of the pages that have all terms, in any language; best first for a reader of ``language``."""

    def forms(self, keys: Iterable[int], expression: Expression, language: str) -> dict[int, frozenset[str]]:
        """Key of a page → the folded words and phrases in it that matched; one that ends in ``*`` begins them."""

    def texts(self, keys: Iterable[int]) -> dict[int, str]:
        """Key of a page → its text without the title, a form feed before each page of its files."""


def database() -> Engine:
    return cast(Engine, get_search_backend("default"))
