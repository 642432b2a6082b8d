"""A date with its precision, as two columns that one word reads and writes."""

from typing import Any

from django.db import models

from ..choices import Precision
from ..rules import PartialDate


def precision_field(**options: Any) -> models.CharField:
    """The column beside a date that says how exactly it is known."""
    return models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY, editable=False, **options)


class PartialDateAttribute:
    """Reads ``<name>`` and ``<name>_precision`` as one ``PartialDate`` (or ``None``), and writes both."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: Any = None) -> PartialDate | None:
        day = getattr(instance, self.name)
        return day and PartialDate(day, getattr(instance, f"{self.name}_precision"))

    def __set__(self, instance: Any, value: PartialDate | None) -> None:
        setattr(instance, self.name, value and value.day)
        setattr(instance, f"{self.name}_precision", value.precision if value else Precision.DAY)
