"""The forms of the queue: what to show, and to whom to hand over."""

from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..models import GatedMixin

MINE, NOBODYS, OVERDUE, GROUPS = "mine", "nobodys", "overdue", "groups"


class QueueForm(forms.Form):
    """Which part of the queue to show; empty is everything."""

    who = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("Everything")),
            (MINE, _("What I took")),
            (NOBODYS, _("What nobody took")),
            (OVERDUE, _("What is overdue")),
            (GROUPS, _("What waits for its group")),
        ],
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    p = forms.IntegerField(min_value=1, max_value=100_000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("All")), *settings.WAGTAIL_CONTENT_LANGUAGES]
        types = [model for model in apps.get_models() if issubclass(model, GatedMixin)]
        kinds = sorted((capfirst(str(model._meta.verbose_name)), model._meta.label_lower) for model in types)
        self.fields["kind"].choices = [("", _("All")), *((label, name) for name, label in kinds)]

    def asked(self) -> dict[str, str]:
        """What was chosen; an address that was typed wrong asks for everything."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in chosen.items() if value and name != "p"}

    def page_number(self) -> int:
        return self.cleaned_data.get("p") or 1


class HandOverForm(forms.Form):
    """To whom: those who may decide on the page."""

    to = forms.ChoiceField(label=_("Hand over to"))

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(person.pk), str(person)) for person in people]
