"""The editor's form of an outcome."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focusgroups.choices import Format
from focusgroups.forms import GatedPageForm
from focusgroups.models import FocusGroup, Person

from .planned import planned_outcomes


class OutcomePageForm(GatedPageForm):
    """Offers the final outcomes of the work programme to choose from; presumes none."""

    slug_follows_title = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group_page = kwargs.get("parent_page") or self.instance.get_parent()
        planned = [
            (key, f"{value['title']} ({Format(value['format']).label})")
            for key, value in planned_outcomes(group_page).items()
        ]
        if "people" in self.fields:
            group = FocusGroup.objects.get(work=group_page.specific.translation_key)
            self.fields["people"].queryset = Person.objects.filter(
                pk__in=[
                    *group.memberships.values_list("person", flat=True),
                    *(person.pk for person in self.instance.people.all()),
                ]
            )
        if "planned_outcome" in self.fields:
            self.fields["planned_outcome"] = forms.ChoiceField(
                label=self.fields["planned_outcome"].label,
                help_text=self.fields["planned_outcome"].help_text,
                choices=[("", _("Not planned in the work programme")), *planned],
                required=False,
            )
