"""The form with which something is taken off the site."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser

from ..choices import WithdrawalReason
from ..models import GatedMixin


class WithdrawForm(forms.Form):
    """Why, and what takes its place; its reference shows both for good."""

    kind = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose the reason")), *WithdrawalReason.choices],
        help_text=_("Readers see it in their own language."),
    )
    reason = forms.CharField(
        label=_("A sentence for the public"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Readers of every language see it in place of the page, for good. Write it in the page's own language, and "
            "name nobody."
        ),
    )
    replacement = forms.ModelChoiceField(
        label=_("What replaces it"),
        queryset=None,
        required=False,
        help_text=_("Another one that is public: readers find a link to it. Leave it empty where nothing replaces it."),
        error_messages={"invalid_choice": _("Choose another one that is public, or none.")},
    )

    def __init__(self, *args: Any, page: GatedMixin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = type(page)
        self.fields["replacement"].widget = AdminPageChooser(target_models=[model])
        self.fields["replacement"].queryset = model._default_manager.live().exclude(
            translation_key=page.translation_key
        )

    def work_of_replacement(self) -> uuid.UUID | None:
        page = self.cleaned_data["replacement"]
        return page and page.translation_key
