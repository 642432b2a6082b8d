"""What the head of a screen says of a form that was refused (``moderation/admin/problems.html``)."""

from dataclasses import dataclass, replace

from django import forms


@dataclass(frozen=True)
class Problem:
    """What keeps a form from being done, and the id and label of its field; ``""`` where it has none."""

    text: str
    anchor: str = ""
    label: str = ""


def problems_of(form: forms.BaseForm) -> list[Problem]:
    """Each error, in the order of the screen; none before the form was sent."""
    whole = [Problem(text) for text in form.non_field_errors()]
    return whole + [Problem(text, field.auto_id, str(field.label)) for field in form for text in field.errors]


def problems_of_set(formset: forms.BaseFormSet) -> list[Problem]:
    """The same of several forms, each label with the number of its form."""
    whole = [Problem(text) for text in formset.non_form_errors()]
    return whole + [
        replace(problem, label=f"{number}. {problem.label}")
        for number, form in enumerate(formset, start=1)
        for problem in problems_of(form)
    ]
