"""The demonstration's past: what the content dates is done on that day, so that every row bears it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone

MORNING = time(10)
# How often each day was told of: what is told later happened later.
_told: Counter[date] = Counter()


@contextmanager
def on(day: date) -> Iterator[None]:
    """Inside, the clock of Django and Wagtail starts at ten in the morning of ``day``, the second time a minute later, and
    so on; it never shows the future.
    """
    real_now = timezone.now
    started_at = real_now()
    offset = max(
        started_at - timezone.make_aware(datetime.combine(day, MORNING)) - timedelta(minutes=_told[day]),
        started_at - started_at,
    )
    _told[day] += 1
    with patch("django.utils.timezone.now", lambda: real_now() - offset):
        yield
