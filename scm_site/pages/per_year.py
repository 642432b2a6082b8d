"""Outcomes per year and theme as pictures: for each theme a row of bars, drawn on the server without any script, and
the same figures as a table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from search.collation import sort_key

# Of one picture: its width, the height of the highest bar, the space above for its number and below for the years.
WIDTH, BARS, NUMBER, YEAR = 200, 56, 18, 20
WIDEST = 40
# The number stands above its bar where there is room for it.
ROOM = 15
# So many years at most: a mistyped one makes no picture of thousands.
YEARS = 30


@dataclass(frozen=True)
class Bar:
    """The outcomes of one year."""

    year: str
    number: int
    x: int
    width: int
    height: int

    base = NUMBER + BARS

    @property
    def y(self) -> int:
        return self.base - self.height

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def end(self) -> int:
        return self.x + self.width

    @property
    def number_y(self) -> int:
        return self.y - 4


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
    def path(self) -> str:
        """All bars as one shape."""
        return "".join(
            f"M{bar.x} {bar.base}v-{bar.height}h{bar.width}v{bar.height}z" for bar in self.bars if bar.number
        )

    @property
    def numbered(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.number and bar.width >= ROOM]

    @property
    def figures(self) -> list[int]:
        return [*(bar.number for bar in self.bars), self.total]

    @property
    def total(self) -> int:
        return sum(bar.number for bar in self.bars)


@dataclass(frozen=True)
class PerYear:
    """All themes that the outcomes have, by their names."""

    themes: list[Theme]
    years: list[str]

    width, base, height, year_y = WIDTH, Bar.base, Bar.base + YEAR, Bar.base + 15


def per_year(
    counts: Mapping[tuple[str, str], int], label: Callable[[str], str], url: Callable[[str], str]
) -> PerYear | None:
    """The pictures of so many outcomes by theme and year, of the last years that have any; years without any between the
    first and the last are shown as such where there is room. ``None`` where there is nothing to compare.
    """
    if len(counts) < 2:
        return None
    years = _years({int(year) for _theme, year in counts})
    most = max(number for (_theme, year), number in counts.items() if year in years)
    step = WIDTH / len(years)

    def bars(theme: str) -> list[Bar]:
        found = [counts.get((theme, year), 0) for year in years]
        return [
            Bar(
                year, number, round((place + 0.1) * step), max(1, min(round(step * 0.8), WIDEST)), _height(number, most)
            )
            for place, (year, number) in enumerate(zip(years, found, strict=True))
        ]

    themes = [Theme(label(code), url(code), bars(code)) for code in {theme for theme, year in counts if year in years}]
    return PerYear(sorted(themes, key=lambda theme: sort_key(theme.label)), years)


def _years(found: set[int]) -> list[str]:
    last = sorted(found)[-YEARS:]
    every = range(last[0], last[-1] + 1)
    return [str(year) for year in (every if len(every) <= YEARS else last)]


def _height(number: int, most: int) -> int:
    """No year that has an outcome is without a bar."""
    return max(2, round(number / most * BARS)) if number else 0
