"""The forms of our own screens; the verbs behind them decide, these only read what was typed."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from screens.days import DayInput
from search.collation import sort_key

from .actions.set_up_group import AlreadySetUp, refuse_taken_name
from .choices import LEADING_ROLES, EventKind, Role, State
from .models import FocusGroup, Person, Theme, address_from
from .people import AddressGiven, AnotherName, refuse_addresses, refuse_another_name
from .querysets import FocusGroupQuerySet
from .rules import TRANSITIONS, is_long_enough, needs_organisation, state_after


def staff() -> Any:
    """The Secretariat's staff, from which a co-chair is selected (ToR ¶16)."""
    users = get_user_model().objects.with_perm("focusgroups.serve_as_co_chair", include_superusers=False)
    return users.filter(is_active=True)


def who_may_chair(group: FocusGroup) -> Any:
    """Those whom an account as chair suits: the proposed one, whoever has none yet, and whoever has led a group; the co-chair
    is of the staff, and translators translate. Nobody whose account is switched off.
    """
    suits = Q(user=None) | Q(memberships__role__in=LEADING_ROLES) & ~Q(user__in=staff())
    reachable = Person.objects.exclude(email="").exclude(user__is_active=False)
    return reachable.filter(suits | Q(pk=group.proposed_chair_id)).distinct()


def without_address(text: str) -> None:
    """Says beside the field what the verb would refuse."""
    try:
        refuse_addresses(text)
    except AddressGiven as refusal:
        raise ValidationError(str(refusal)) from refusal


def without_another_name(form: forms.Form, name: str, email: str) -> None:
    """Says at the address that it belongs to somebody else."""
    given, address = form.cleaned_data.get(name), form.cleaned_data.get(email)
    known = Person.objects.filter(email__iexact=address).first() if given and address else None
    if known:
        try:
            refuse_another_name(known, given)
        except AnotherName as refusal:
            form.add_error(email, str(refusal))


class StaffField(forms.ModelChoiceField):
    """Somebody of the Secretariat's staff; anybody else is refused with the rule, as the verb does."""

    default_error_messages = {
        "invalid_choice": _(
            "The person chosen is not on the Secretariat's staff, and the co-chair is selected from it (ToR ¶16)."
        )
    }


class SetUpForm(forms.Form):
    """Everything that sets up a group (ToR ¶14y), on one page."""

    name = forms.CharField(
        label=_("Name of the focus group"),
        max_length=200,
        validators=[address_from],
        help_text=_("For example “Citizen energy renovation”."),
    )
    challenge = forms.CharField(
        label=_("Challenge or gap addressed"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In two or three sentences (ToR ¶7). The chair can refine it later."),
    )
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.all())
    planned_start = forms.DateField(label=_("Planned start"), widget=DayInput)
    planned_end = forms.DateField(
        label=_("Planned end"), widget=DayInput, help_text=_("At least twelve months after the start (ToR ¶6).")
    )
    chair_name = forms.CharField(label=_("Proposed chair: name"), max_length=200, validators=[without_address])
    chair_title = forms.CharField(
        label=_("Proposed chair: job title"),
        max_length=200,
        required=False,
        validators=[without_address],
        help_text=_("For example “Head of Energy”."),
    )
    chair_organisation = forms.CharField(
        label=_("Proposed chair: organisation"),
        max_length=200,
        validators=[without_address],
        help_text=_("For example “City of Ghent”."),
    )
    chair_email = forms.EmailField(label=_("Proposed chair: e-mail address"))
    co_chair = StaffField(
        label=_("Proposed co-chair"),
        queryset=None,
        required=False,
        help_text=_("From the Secretariat's staff (ToR ¶16); the Secretariat can decide later."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_chair"].queryset = staff()
        self.fields["theme"].choices = sorted(self.fields["theme"].choices, key=lambda choice: sort_key(choice[1]))

    def clean_name(self) -> str:
        """Said beside the field; the verb refuses it as well."""
        name = self.cleaned_data["name"].strip()
        try:
            refuse_taken_name(name)
        except AlreadySetUp as refusal:
            raise ValidationError(str(refusal)) from refusal
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        without_another_name(self, "chair_name", "chair_email")
        start, end = cleaned.get("planned_start"), cleaned.get("planned_end")
        if start and end and not is_long_enough(start, end):
            self.add_error("planned_end", _("A focus group lasts at least twelve months (ToR ¶6): choose a later day."))
        return cleaned


class PersonField(forms.ModelChoiceField):
    """People with their organisation: two may bear one name."""

    def label_from_instance(self, person: Person) -> str:
        return ", ".join(filter(None, (person.name, person.title, person.organisation)))


class ConfirmForm(forms.Form):
    """Who chairs and who co-chairs (ToR ¶16)."""

    chair = PersonField(
        label=_("Chair"),
        queryset=None,
        help_text=_("Whoever was proposed, chairs a group already or has no account yet, and has an e-mail address."),
    )
    co_chair = StaffField(label=_("Co-chair"), queryset=None, help_text=_("From the Secretariat's staff (ToR ¶16)."))

    def __init__(self, *args: Any, group: FocusGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = who_may_chair(group)
        self.fields["co_chair"].queryset = staff()


class MemberForm(forms.Form):
    """One more member (ToR ¶9c, ¶9d)."""

    name = forms.CharField(label=_("Name"), max_length=200, validators=[without_address])
    title = forms.CharField(
        label=_("Job title"),
        max_length=200,
        required=False,
        validators=[without_address],
        help_text=_("For example “Head of Energy”."),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        validators=[without_address],
        help_text=_("Participants: if relevant (ToR ¶9c)."),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in (Role.PARTICIPANT, Role.SUPPORT)],
        initial=Role.PARTICIPANT,
    )
    consent = forms.BooleanField(
        label=_("Has agreed to be named in public"),
        required=False,
        help_text=_("Without it, role and organisation stand with “name withheld”."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        without_another_name(self, "name", "email")
        if needs_organisation(cleaned.get("role", "")) and not cleaned.get("organisation"):
            self.add_error("organisation", ValidationError(_("The support team names its organisation (ToR ¶9d).")))
        return cleaned


class FindGroupForm(forms.Form):
    """Narrows the list of all groups; what is no state is ignored."""

    q = forms.CharField(label=_("Name or reference"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])

    def asked(self) -> dict[str, str]:
        """What was asked for and is understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, groups: FocusGroupQuerySet) -> FocusGroupQuerySet:
        asked = self.asked()
        if "q" in asked:
            groups = groups.named(asked["q"])
        return groups.filter(state=asked["state"]) if "state" in asked else groups


class DayForm(forms.Form):
    """A day of the past on which to look."""

    day = forms.DateField(label=_("Members on"), widget=DayInput, required=False)


class RecordForm(forms.Form):
    """What happened, on which day."""

    kind = forms.ChoiceField(label=_("What happened"))
    on = forms.DateField(label=_("On"), widget=DayInput)
    note = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("For an early end: why (ToR ¶23)."),
    )

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (kind.value, kind.label) for kind in EventKind if kind in TRANSITIONS and state_after(kind, state)
        ]
