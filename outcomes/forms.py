"""The editor's form of an outcome."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from focusgroups.forms import GatedPageForm
from focusgroups.models import FocusGroup, Person

from .planned import agreed_programme, names_of_objectives, names_of_outcomes
from .rules import likely_years


class OutcomePageForm(GatedPageForm):
    """Offers the final outcomes and objectives of the work programme to choose from; presumes none."""

    slug_follows_title = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group_page = (kwargs.get("parent_page") or self.instance.get_parent()).specific
        if self.instance.pk is None:
            # A work of the group is mostly on its themes, and found by them.
            self.initial["themes"] = list(group_page.themes.all())
        if "people" in self.fields:
            group = FocusGroup.objects.get(work=group_page.translation_key)
            self.fields["people"].queryset = Person.objects.filter(
                pk__in=[
                    *group.memberships.values_list("person", flat=True),
                    *(person.pk for person in self.instance.people.all()),
                ]
            )
        programme = agreed_programme(group_page)
        self._offer("planned_outcome", names_of_outcomes(programme), _("Not planned in the work programme"))
        self._offer("objective", names_of_objectives(programme), _("None of the work programme"))

    def clean_dated_on(self) -> date | None:
        """What stands there already is left alone here: it is among the automated checks."""
        day: date | None = self.cleaned_data["dated_on"]
        if day and "dated_on" in self.changed_data and (wrong := why_unlikely(day)):
            raise forms.ValidationError(wrong)
        return day

    def _offer(self, name: str, names: dict[str, str], none: Any) -> None:
        if name in self.fields:
            field = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                label=field.label, help_text=field.help_text, choices=[("", none), *names.items()], required=False
            )


def why_unlikely(day: date) -> str:
    """What is wrong with the date of an outcome; empty where it may be right."""
    years = likely_years(timezone.localdate())
    if day.year in years:
        return ""
    return gettext("Correct the year: the date of an outcome lies between %(first)s and %(last)s.") % {
        "first": years[0],
        "last": years[-1],
    }
