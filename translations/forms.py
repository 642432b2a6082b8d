"""The forms of the translation screens."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField

from screens.days import DayInput


class RequestForm(forms.Form):
    """In which languages, by when, and what the translators should know."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    due_on = forms.DateField(label=_("Due date"), required=False, widget=DayInput)
    message = forms.CharField(
        label=_("Message to the translators"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example whom to ask about technical terms. It stands in the mail and above the text."),
    )

    def __init__(self, *args: Any, languages: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["languages"].choices = languages

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day and day < self.today:
            raise forms.ValidationError(_("This day is past. Choose a later one, or leave the field empty."))
        return day


class FileForm(forms.Form):
    """One file of the language version: kept or left out, and what a visitor must know about it."""

    shown = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    kept = forms.BooleanField(label=_("Part of this language version"), required=False)
    language = forms.ChoiceField(label=_("Language of the file"), choices=settings.LANGUAGES)
    description = forms.CharField(label=_("Description"), required=False, max_length=255)
    accessible = forms.BooleanField(
        label=_("The file is accessible, for example a tagged PDF (PDF/UA)"), required=False
    )


class NewFileForm(forms.Form):
    """One file more."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=255,
        help_text=_("Left empty, it is the name of the file."),
    )
    language = forms.ChoiceField(label=_("Language of the file"), choices=settings.LANGUAGES)
    description = forms.CharField(label=_("Description"), required=False, max_length=255)
    accessible = forms.BooleanField(
        label=_("The file is accessible, for example a tagged PDF (PDF/UA)"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Made here, because it writes the largest size in the reader's way when it is made.
        self.fields = {"file": WagtailDocumentField(label=_("File"), required=False), **self.fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        written = data.get("title") or data.get("description")
        if written and not data.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file as well, or empty its title and description."))
        return data
