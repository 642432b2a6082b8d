"""The form of a preview link."""

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..actions.preview import DAYS


class PreviewLinkForm(forms.Form):
    form_key = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=64, initial=lambda: secrets.token_urlsafe(16)
    )
    audience = forms.CharField(
        label=_("For whom"),
        max_length=120,
        help_text=_(
            "A body or a meeting, for example “Advisory Board, meeting of June”: it stands in the list below and above the draft."
        ),
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=lambda: [(days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days}) for days in DAYS],
    )
