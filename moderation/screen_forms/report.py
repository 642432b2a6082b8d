"""The form with which a reader's report is answered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..choices import ReportResult
from ..models import ProblemReport


class AnswerReportForm(forms.Form):
    """What became of it; the reader who left an address gets the answer by mail."""

    result = forms.ChoiceField(
        label=_("What became of it"), choices=[("", _("Choose what became of it")), *ReportResult.choices]
    )
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

    def __init__(self, *args: object, report: ProblemReport, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        answer = self.fields["answer"]
        answer.required = bool(report.email)
        answer.help_text = (
            _("The reader gets it by mail: write in their language, and name nobody.")
            if report.email
            else _("The reader left no address: write it down for your colleagues, if there is something to say.")
        )
