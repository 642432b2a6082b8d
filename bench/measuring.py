"""Times of calls: wall and CPU, taken in turn so that a noisy machine is noisy for all, and given up after a while."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

# One call is stopped after this many seconds, and no further round begins once they took so long in all.
CALL_LIMIT = 30
TOTAL_LIMIT = 60


@dataclass
class Times:
    """What one question cost one contender; milliseconds. ``cold`` is the first call of the process."""

    call: Callable[[], object]
    cold: float = 0
    queries: int = 0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    is_over: bool = False
    # Whether a call was stopped, so that its time is a lower bound.
    is_cut: bool = False

    def take(self) -> None:
        begun, begun_cpu = time.perf_counter(), time.process_time()
        try:
            with limited():
                self.call()
        except OperationalError:
            self.is_over = self.is_cut = True
        self.wall.append((time.perf_counter() - begun) * 1000)
        self.cpu.append((time.process_time() - begun_cpu) * 1000)
        self.is_over = self.is_over or sum(self.wall) > TOTAL_LIMIT * 1000

    def first(self) -> None:
        """The cold call, then one that counts queries; both warm up."""
        self.take()
        self.cold = self.wall[0]
        if not self.is_over:
            with CaptureQueriesContext(connection) as captured:
                self.call()
            self.queries = len(captured)
            self.wall.clear()
            self.cpu.clear()

    def shown(self, percent: int, of: str = "wall") -> str:
        if self.is_cut:
            return f"> {CALL_LIMIT * 1000}" if of == "wall" else ""
        return f"{self.at(percent, of):.1f}"

    def at(self, percent: int, of: str = "wall") -> float:
        """The percentile ``percent`` of what was taken."""
        values = getattr(self, of) or [self.cold]
        return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


@contextmanager
def limited(seconds: int = CALL_LIMIT) -> Iterator[None]:
    """Inside, the database gives a query up after so many seconds, by ``OperationalError``."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        end = time.monotonic() + seconds
        connection.connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
        try:
            yield
        finally:
            connection.connection.set_progress_handler(None, 0)
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{seconds}s'")
        yield


def pace() -> float:
    """Seconds of CPU of the same small work each time: how fast the machine is now, for the tables of another day."""
    begun, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - begun


def in_turn(times: dict[str, dict[str, Times]], rounds: int) -> None:
    """``times``: question → contender → its times."""
    for contenders in times.values():
        for found in contenders.values():
            found.first()
    for _round in range(rounds):
        for contenders in times.values():
            for found in contenders.values():
                if not found.is_over:
                    found.take()
