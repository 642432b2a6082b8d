"""The form of the questions of quality control: as many as there are, each in every language of the site."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..checklist import Question

MOST = 30


class QuestionForm(forms.Form):
    """One question; what is empty in a language is shown in the site's own."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    is_mandatory = forms.BooleanField(label=_("Mandatory: it must be answered with yes"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[_text(code)] = forms.CharField(
                label=name,
                required=code == settings.LANGUAGE_CODE,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    def texts(self) -> list[forms.BoundField]:
        return [self[_text(code)] for code, _name in settings.LANGUAGES]

    def ticks(self) -> list[forms.BoundField]:
        return [self["is_mandatory"], self["DELETE"]]

    def question(self) -> Question:
        data = self.cleaned_data
        texts = {code: data[_text(code)].strip() for code, _name in settings.LANGUAGES if data[_text(code)].strip()}
        return Question(data["key"], texts, data["is_mandatory"])


class BaseQuestionFormSet(forms.BaseFormSet):
    """The questions of one list, in the order of their numbers."""

    @classmethod
    def of(cls, questions: list[Question]) -> "BaseQuestionFormSet":
        return cls(initial=[_initial(question) for question in questions])

    def with_one_more(self) -> "BaseQuestionFormSet":
        """What was typed, and an empty question at the end."""
        data = self.data.copy()
        data["form-TOTAL_FORMS"] = min(self.total_form_count() + 1, MOST)
        return type(self)(data, initial=self.initial)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place in the list")
        form.fields["DELETE"].label = _("Leave this question out")

    def questions(self) -> list[Question]:
        return [form.question() for form in self.ordered_forms if form.cleaned_data.get(_text(settings.LANGUAGE_CODE))]


QuestionFormSet = forms.formset_factory(
    QuestionForm, formset=BaseQuestionFormSet, extra=0, can_order=True, can_delete=True, max_num=MOST, validate_max=True
)


def _text(code: str) -> str:
    return f"text_{code}"


def _initial(question: Question) -> dict[str, Any]:
    texts = {_text(code): text for code, text in question.texts.items()}
    return {"key": question.key, "is_mandatory": question.is_mandatory, **texts}
