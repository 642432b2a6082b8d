"""Which mails to show."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import MessageQuerySet


class MailsForm(forms.Form):
    """By state, and by a part of the address or the subject."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All mails")),
            ("stuck", _("Stuck")),
            ("waiting", _("Waiting")),
            ("sent", _("Sent")),
        ],
    )
    q = forms.CharField(label=_("Address or subject"), required=False, max_length=100)

    def chosen(self, mails: MessageQuerySet) -> MessageQuerySet:
        """What was asked for; an address that was typed wrong asks for all."""
        if not self.is_valid():
            return mails
        if state := self.cleaned_data["state"]:
            mails = getattr(mails, state)()
        if words := self.cleaned_data["q"].strip():
            mails = mails.filter(Q(to__icontains=words) | Q(subject__icontains=words))
        return mails
