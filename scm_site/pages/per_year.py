"""Outcomes per year and theme as pictures: for each theme a row of bars, drawn on the server without any script, and
the same figures as a table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.collation import sort_key

WIDTH, BARS, NUMBER, YEAR = 200, 56, 18, 20
# The number stands above its bar where there is room for it.
ROOM = 15


@dataclass(frozen=True)
class Bar:
    """The outcomes of one year."""

    year: str
    number: int
    x: float
    width: float
    height: int

    base = NUMBER + BARS

    @property
    def y(self) -> int:
        return self.base - self.height

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def end(self) -> float:
        return round(self.x + self.width, 1)

    @property
    def number_y(self) -> int:
        return self.y - 4

    @property
    def has_number(self) -> bool:
        return bool(self.number) and self.width >= ROOM


@dataclass(frozen=True)
class Theme:
    """One theme: its bars, all on the same scale, and the address of the list with it chosen."""

    label: str
    url: str
    bars: list[Bar]

    @property
    def text(self) -> str:
        """What the picture says, for those who do not see it."""
        return ", ".join(f"{bar.year}: {bar.number}" for bar in self.bars if bar.number)

    @property
    def total(self) -> int:
        return sum(bar.number for bar in self.bars)


@dataclass(frozen=True)
class PerYear:
    """All themes that the outcomes have, by their names."""

    themes: list[Theme]
    years: list[str]

    width, base, height, year_y = WIDTH, Bar.base, Bar.base + YEAR, Bar.base + 15

    @property
    def head(self) -> list[str]:
        return [_("Theme"), *self.years, _("Total")]

    @property
    def rows(self) -> list[list[str | int]]:
        return [[theme.label, *(bar.number for bar in theme.bars), theme.total] for theme in self.themes]


def per_year(
    counts: Mapping[tuple[str, str], int], label: Callable[[str], str], url: Callable[[str], str]
) -> PerYear | None:
    """The pictures of so many outcomes by theme and year; years without any between the first and the last are shown as
    such. ``None`` where there is nothing to compare.
    """
    if len(counts) < 2:
        return None
    numbers = [int(year) for _theme, year in counts]
    years = [str(year) for year in range(min(numbers), max(numbers) + 1)]
    most = max(counts.values())
    step = WIDTH / len(years)

    def bars(theme: str) -> list[Bar]:
        found = [counts.get((theme, year), 0) for year in years]
        return [
            Bar(year, number, round(place * step + step * 0.1, 1), round(min(step * 0.8, 40), 1), _height(number, most))
            for place, (year, number) in enumerate(zip(years, found, strict=True))
        ]

    themes = [Theme(label(code), url(code), bars(code)) for code in {theme for theme, _year in counts}]
    return PerYear(sorted(themes, key=lambda theme: sort_key(theme.label)), years)


def _height(number: int, most: int) -> int:
    """No year that has an outcome is without a bar."""
    return max(2, round(number / most * BARS)) if number else 0
