"""The points of the last return, answered by its group above the fields."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from .automated import Remark
from .choices import Answer
from .models import Approval, GatedMixin, Point

# Of a point where it is only named.
WORDS_SHOWN = 12


def points_since_approval(page: GatedMixin) -> list[Point]:
    """What was to be mended since the newest version that passed, the oldest first."""
    points = Point.objects.filter(quality_control__workflow_state__in=page.workflow_states)
    approvals = Approval.objects.for_work(page.translation_key, page.locale.language_code)
    if newest := approvals.order_by("-pk").first():
        points = points.filter(quality_control__started_at__gt=newest.approved_at)
    return list(points.select_related("quality_control").order_by("pk"))


def points_to_answer(page: GatedMixin) -> list[Point]:
    """Those of the last return, answered or not."""
    points = points_since_approval(page)
    return [point for point in points if point.quality_control_id == points[-1].quality_control_id]


def open_points(page: GatedMixin) -> list[Remark]:
    """A sentence for each mandatory point without an answer and each point not done without a reason; it leads to the point."""
    return [
        Remark(f"point-{point.pk}", _what_is_open(point, number))
        for number, point in enumerate(points_to_answer(page), start=1)
        if point.is_open() and (point.is_mandatory or point.answer)
    ]


def _what_is_open(point: Point, number: int) -> str:
    sentence = (
        _g("You marked point %(number)d as not done. Write why, so that the reviewer understands it: %(text)s")
        if point.answer
        else _g("Answer point %(number)d: %(text)s")
    )
    return sentence % {"number": number, "text": Truncator(point.text).words(WORDS_SHOWN)}


class AnswerForm(forms.Form):
    """What became of one point."""

    answer = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect, required=False)
    answer_text = forms.CharField(
        label=_("What you did, or why not"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PointsForm:
    """The points of the last return of ``page``, each with the place that it names and its answer.

    ``anchor`` gives the id of a place on the screen, or ``""``. ``form`` is the id of the form that the answers go with,
    where they stand outside of it.
    """

    def __init__(self, page: GatedMixin, *, anchor: Callable[[str], str], form: str = "") -> None:
        self.page, self.anchor, self.form = page, anchor, form

    @cached_property
    def points(self) -> list[Point]:
        return points_to_answer(self.page)

    def __str__(self) -> SafeString:
        rows = []
        for point in self.points:
            form = _answer_form(point)
            if self.form:
                for field in form.fields.values():
                    field.widget.attrs["form"] = self.form
            if point.answer and point.is_open():
                form.fields["answer_text"].widget.attrs |= {
                    "aria-describedby": f"why-{point.pk}",
                    "aria-invalid": "true",
                }
            rows.append((point, self.anchor(point.field) if point.field else "", form))
        return render_to_string("moderation/admin/points.html", {"rows": rows})


def _answer_form(point: Point, data: Mapping[str, Any] | None = None) -> AnswerForm:
    initial = {"answer": point.answer, "answer_text": point.answer_text}
    return AnswerForm(data, prefix=f"point-{point.pk}", initial=initial)


def answers_in(page: GatedMixin, data: Mapping[str, Any]) -> dict[int, tuple[str, str]]:
    """What came back from the screen: answer and text by the key of each point; only what differs from what is kept."""
    found = {}
    for point in points_to_answer(page):
        form = _answer_form(point, data)
        if form.add_prefix("answer_text") in data and form.is_valid() and form.has_changed():
            found[point.pk] = (form.cleaned_data["answer"], form.cleaned_data["answer_text"])
    return found
