"""Facets and pages of a list, as a template shows them: every option with its count,
every address worked out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from search.collation import sort_key

# Few more than are shown are not worth a click.
SHOWN, FOLDED_FROM = 8, 10


@dataclass(frozen=True)
class Option:
    """One value of a facet."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A group of options. Of many, some stand open; the others unfold."""

    name: str
    label: str
    options: list[Option]

    @property
    def open_options(self) -> list[Option]:
        return self.options if len(self.options) <= FOLDED_FROM else self.options[:SHOWN]

    @property
    def folded_options(self) -> list[Option]:
        return self.options[len(self.open_options) :]

    @property
    def is_chosen_in_fold(self) -> bool:
        return any(option.is_chosen for option in self.folded_options)


def facet(
    name: str,
    label: str,
    counts: Mapping[str, int],
    chosen: Iterable[str],
    text: Callable[[str], str],
    by_value: bool = False,
) -> Facet:
    """A facet with every value that would find something, and those that are chosen; by text,
    or newest value first.
    """
    values = {value for value, count in counts.items() if count} | set(chosen)
    options = [Option(value, text(value), counts.get(value, 0), value in chosen) for value in values]
    options.sort(
        key=(lambda option: option.value) if by_value else (lambda option: sort_key(option.label)),
        reverse=by_value,
    )
    return Facet(name, label, options)


def active(facets: Iterable[Facet], chosen: Mapping[str, frozenset[str]], sort: str = "") -> list[tuple[str, str]]:
    """The choices as links that take each away."""
    return [
        (option.label, address({**chosen, facet.name: chosen[facet.name] - {option.value}}, sort))
        for facet in facets
        for option in facet.options
        if option.is_chosen
    ]


def address(chosen: Mapping[str, Iterable[str]], sort: str = "", page: int = 1) -> str:
    """The query of an address with these choices; what is usual is left out."""
    pairs = [(name, value) for name, values in chosen.items() for value in sorted(values)]
    pairs += [("sort", sort)] if sort else []
    pairs += [("page", str(page))] if page > 1 else []
    return "?" + urlencode(pairs)


@dataclass(frozen=True)
class Paging:
    """Which part of a list is shown, and the addresses of the others."""

    number: int
    last: int
    first_shown: int
    last_shown: int
    pages: list[tuple[int | None, str]]
    previous: str
    next: str


def paging(total: int, number: int, size: int, url: Callable[[int], str]) -> Paging:
    """A number past the end is the last page."""
    last = max(1, -(-total // size))
    number = min(max(number, 1), last)
    near = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    pages: list[tuple[int | None, str]] = []
    for before, page in zip([0, *near], near, strict=False):
        if page - before > 1:
            pages.append((None, ""))
        pages.append((page, url(page)))
    return Paging(
        number=number,
        last=last,
        first_shown=min(total, (number - 1) * size + 1),
        last_shown=min(total, number * size),
        pages=pages,
        previous=url(number - 1) if number > 1 else "",
        next=url(number + 1) if number < last else "",
    )
