"""Which mails to show."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from screens.days import DayInput

from .models import MessageQuerySet


class MailsForm(forms.Form):
    """By state, by words of the name, the address or the subject, and by the days on which they were written."""

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
    q = forms.CharField(label=_("Person, address or subject"), required=False, max_length=100)
    first = forms.DateField(label=_("First day"), required=False, widget=DayInput)
    last = forms.DateField(label=_("Last day"), required=False, widget=DayInput)

    def chosen(self, mails: MessageQuerySet) -> MessageQuerySet:
        """What was asked for; an address that was typed wrong asks for all."""
        if not self.is_valid():
            return mails
        if state := self.cleaned_data["state"]:
            mails = getattr(mails, state)()
        for word in self.cleaned_data["q"].split():
            person = Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word)
            mails = mails.filter(Q(to__icontains=word) | Q(subject__icontains=word) | person)
        if first := self.cleaned_data["first"]:
            mails = mails.filter(created_at__date__gte=first)
        if last := self.cleaned_data["last"]:
            mails = mails.filter(created_at__date__lte=last)
        return mails
