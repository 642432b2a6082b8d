"""The form with which something is taken off the site."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import AdminPageChooser

from ..choices import WithdrawalReason
from ..models import GatedMixin


class ReplacementChooser(AdminPageChooser):
    """Opens beside the page that is withdrawn: what may replace it stands there, in its language."""

    js_constructor = "ReplacementChooser"

    def __init__(self, *, page: GatedMixin, **kwargs: Any) -> None:
        super().__init__(target_models=[type(page)], **kwargs)
        self.parent_id = page.get_parent().pk

    def get_js_init_options(self, *args: Any) -> dict[str, Any]:
        return {"parentId": self.parent_id, **super().get_js_init_options(*args)}

    @property
    def media(self) -> forms.Media:
        before = versioned_static("wagtailadmin/js/page-chooser.js")
        return super().media + forms.Media(js=[before, "moderation/replacement.js"])


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
        others = type(page)._default_manager.exclude(translation_key=page.translation_key)
        self.fields["replacement"].widget = ReplacementChooser(page=page)
        self.fields["replacement"].queryset = others.live()

    def work_of_replacement(self) -> uuid.UUID | None:
        page = self.cleaned_data["replacement"]
        return page and page.translation_key
