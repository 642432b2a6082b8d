"""A day is chosen in the browser's own field: it speaks the reader's language, works with a keyboard, and takes no day
that does not exist. Wagtail's own field turns what it does not understand into today.
"""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.blocks import DateBlock


class DayInput(forms.DateInput):
    """The browser's field for a day."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayBlock(DateBlock):
    """Wagtail's block of a date, with that field."""

    @cached_property
    def field(self) -> forms.DateField:
        return forms.DateField(widget=DayInput(), **self.field_options)

    def deconstruct(self) -> tuple[str, Any, Any]:
        """As the stock block: what is stored is the same, so no migration has to name this class."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.DateBlock", args, kwargs
