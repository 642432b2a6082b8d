"""The form of the times: which quarter, which language."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..times import Quarter


class TimesForm(forms.Form):
    """Empty is the running quarter, in all languages."""

    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, *args: Any, quarters: Sequence[Quarter], running: Quarter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.running = running
        self.quarters = {str(quarter): quarter for quarter in quarters}
        self.fields["quarter"].choices = [(name, quarter.label) for name, quarter in self.quarters.items()]
        self.fields["language"].choices = [("", _("All")), *settings.WAGTAIL_CONTENT_LANGUAGES]

    def asked(self) -> dict[str, Any]:
        """What was chosen; an address that was typed wrong asks for the running quarter in all languages."""
        chosen = self.cleaned_data if self.is_valid() else {}
        quarter = self.quarters.get(chosen.get("quarter") or "", self.running)
        return {"quarter": quarter, "language": chosen.get("language") or ""}
