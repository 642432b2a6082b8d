"""Milestones as a picture: where each stands on an axis of time, drawn on the server without any script."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from focusgroups.choices import RESPONSIBLE_ROLES

WIDTH, LEFT, RIGHT = 1000, 40, 960
LANE, RADIUS = 34, 13


@dataclass(frozen=True)
class Milestone:
    """One line of the list."""

    title: str
    due: date
    responsible: str


@dataclass(frozen=True)
class Mark:
    """One numbered dot of the picture."""

    number: int
    x: int
    y: int

    @property
    def text_y(self) -> int:
        return self.y + 5


@dataclass(frozen=True)
class Tick:
    """The first of January of a year, or an end of the timeframe."""

    text: str
    x: int


@dataclass(frozen=True)
class Timeline:
    """Picture and list of the same milestones, by date."""

    milestones: list[Milestone]
    marks: list[Mark]
    ticks: list[Tick]
    axis: int

    width, left, right = WIDTH, LEFT, RIGHT

    @property
    def tick_end(self) -> int:
        return self.axis + 8

    @property
    def tick_label(self) -> int:
        return self.axis + 28

    @property
    def height(self) -> int:
        return self.axis + 40


def timeline(stream: Any, starts_on: date | None, ends_on: date | None) -> Timeline:
    """Place the milestones of a stream between start and end; dots that would touch move to a lane above."""
    roles = dict(RESPONSIBLE_ROLES)
    milestones = sorted(
        (Milestone(block.value["title"], block.value["due"], str(roles.get(block.value["responsible"], "")))
         for block in stream if block.value["due"]),
        key=lambda milestone: milestone.due,
    )  # fmt: skip
    days = [milestone.due for milestone in milestones] + [day for day in (starts_on, ends_on) if day]
    if not milestones:
        return Timeline([], [], [], 0)
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def x(day: date) -> int:
        return LEFT + round((day - first).days / span * (RIGHT - LEFT))

    lanes: list[int] = []
    placed: list[tuple[int, int]] = []
    for milestone in milestones:
        place = x(milestone.due)
        lane = next((i for i, end in enumerate(lanes) if place - end > 2 * RADIUS + 4), len(lanes))
        lanes[lane : lane + 1] = [place]
        placed.append((place, lane))
    axis = LANE * len(lanes) + 16
    marks = [Mark(i, place, axis - 8 - RADIUS - LANE * lane) for i, (place, lane) in enumerate(placed, start=1)]
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    ticks = [Tick(str(day.year), x(day)) for day in years] or [Tick(str(first.year), LEFT)]
    return Timeline(milestones, marks, ticks, axis)
