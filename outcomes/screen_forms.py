"""The form with which a correction is recorded."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screens.days import DayInput

NO_VERSION = _("No new version: this notice corrects it")


class CorrectionForm(forms.Form):
    """What was wrong, in which version, and since which it is right."""

    corrected_version = forms.ChoiceField(label=_("Version with the error"))
    correcting_version = forms.ChoiceField(label=_("Version that corrects it"), required=False)
    corrected_on = forms.DateField(label=_("Date of the correction"), initial=timezone.localdate, widget=DayInput)

    def __init__(self, *args: Any, versions: list[str], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = versions
        choices = [(version, version) for version in versions]
        self.fields["corrected_version"].choices = choices[::-1]
        self.fields["correcting_version"].choices = [("", NO_VERSION), *choices[:0:-1]]
        if len(versions) > 1:
            self.initial |= {"corrected_version": versions[-2], "correcting_version": versions[-1]}
        else:
            del self.fields["correcting_version"]
            self.fields["corrected_version"].help_text = _("There is no later version: this notice corrects it.")
        names = dict(settings.LANGUAGES)
        for code in sorted(names, key=lambda code: (code != language, code)):
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("What was wrong and what is right (%(language)s)") % {"language": names[code]},
                required=code == language,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
                help_text=(
                    _("Readers see it for good. Name nobody.")
                    if code == language
                    else _("Where you leave it empty, readers find the text in the language of the outcome.")
                ),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        wrong, right = data.get("corrected_version"), data.get("correcting_version")
        if wrong and right and self.versions.index(right) <= self.versions.index(wrong):
            self.add_error("correcting_version", _("Choose a version later than the one with the error, or none."))
        return data

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}
