"""The forms of the review screen."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext_lazy as _

from ..actions import NewPoint
from ..checklist import Question
from ..choices import RETURNS, Verdict


class TimeInput(forms.DateTimeInput):
    """The browser's field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class DecisionForm(forms.Form):
    """A decision on the content with this hash, which the reviewer read."""

    seal = forms.CharField(widget=forms.HiddenInput, required=False)

    def refuse(self, refusal: Exception) -> None:
        """What the verb said, each sentence at the field that it is about."""
        fields = getattr(refusal, "fields", {})
        found = {name: text for name, text in fields.items() if name in self.fields}
        for name, text in found.items():
            self.add_error(name, text)
        if not found:
            self.add_error(None, str(refusal))


class ApproveForm(DecisionForm):
    """The questions with the number of their version; answers without it answer nothing."""

    checklist = forms.CharField(widget=forms.HiddenInput, required=False)
    override_reason = forms.CharField(
        label=_("Reason for deciding against the four-eyes rule"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    publish_at = forms.DateTimeField(label=_("Publish at"), required=False, widget=TimeInput)

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        may_override: bool = False,
        may_schedule: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = questions
        for question in questions:
            self.fields[question.key] = forms.BooleanField(label=_label(question), required=False)
        if not may_override:
            del self.fields["override_reason"]
        if may_schedule:
            self.fields["publish_at"].help_text = _("Day and time (%(zone)s). Leave it empty to publish at once.") % {
                "zone": get_current_timezone_name()
            }
        else:
            del self.fields["publish_at"]

    def clean_checklist(self) -> int:
        """The number of the version; of no version where none is named."""
        number = self.cleaned_data["checklist"]
        return int(number) if number.isdecimal() else 0

    def answers(self) -> dict[str, bool]:
        return {question.key: self.cleaned_data[question.key] for question in self.asked}

    def questions(self) -> list[forms.BoundField]:
        return [self[question.key] for question in self.asked]


def _label(question: Question) -> str:
    text = question.text
    if question.foreign_language:
        text = format_html('<span lang="{}">{}</span>', question.foreign_language, text)
    return text if question.is_mandatory else format_html("{} ({})", text, _("optional"))


class ReturnForm(DecisionForm):
    """Points to mend: as many as were sent, and one more where ``add`` was pressed."""

    MOST = 50

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=[(verdict.value, verdict.label) for verdict in RETURNS],
        widget=forms.RadioSelect,
        required=False,
        initial=Verdict.CHANGES_NEEDED,
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("The whole page")), *places]
        given = self.data if self.is_bound else self.initial
        sent = [int(name.removeprefix("text_")) for name in given if re.fullmatch("text_[1-9][0-9]{0,2}", name)]
        self.rows_shown = max(sent, default=1)
        self.rows_shown += "add" in given and not self.is_full()
        for number in range(1, self.rows_shown + 1):
            self.fields[f"field_{number}"] = forms.ChoiceField(
                label=_("Point %(number)s: where") % {"number": number}, choices=choices, required=False
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Point %(number)s: what to mend") % {"number": number},
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"wish_{number}"] = forms.BooleanField(label=_("A wish: it may stay as it is"), required=False)

    def is_full(self) -> bool:
        return self.rows_shown >= self.MOST

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        written = self._written()
        for n in range(1, self.rows_shown + 1):
            if n not in written and data.get(f"field_{n}"):
                self.add_error(f"text_{n}", _("Write what to mend there, or choose “The whole page” to leave it out."))
        for n in written[self.MOST :]:
            self.add_error(
                f"text_{n}",
                _("A return has at most %(most)d points: put this one together with another.") % {"most": self.MOST},
            )
        if not written and not self.errors:
            self.add_error("text_1", _("Write at least one point to mend, so that it is clear what to do."))
        return data

    def _written(self) -> list[int]:
        """The numbers of the points that have a text."""
        return [n for n in range(1, self.rows_shown + 1) if self.cleaned_data.get(f"text_{n}", "").strip()]

    def points(self) -> list[NewPoint]:
        data = self.cleaned_data
        return [NewPoint(data[f"field_{n}"], data[f"text_{n}"], not data[f"wish_{n}"]) for n in self._written()]

    def texts(self) -> list[str]:
        """What was typed."""
        return [text for n in range(1, self.rows_shown + 1) if (text := self[f"text_{n}"].value())]

    def rows(self) -> list[tuple[forms.BoundField, ...]]:
        return [(self[f"field_{n}"], self[f"text_{n}"], self[f"wish_{n}"]) for n in range(1, self.rows_shown + 1)]
