"""The forms by which people sign in: to work here, or to read what is restricted."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from .throttle import forget, is_too_much


class _Unhurried:
    """Whoever tries passwords waits: on this account and from where they try, so that nobody locks out anybody else."""

    def clean(self) -> dict[str, Any]:
        # In capitals, for the database finds an account whatever the case.
        attempt = {"what": "sign-in", "of": self.cleaned_data.get("username", "").upper()}
        has_password = bool(self.cleaned_data.get("password"))
        if has_password and is_too_much(self.request, an_hour=settings.SCM_SIGN_INS_AN_HOUR, **attempt):
            raise ValidationError(
                _("Signing in to this account failed too often from your network. Try again in an hour."),
                code="too_often",
            )
        cleaned = super().clean()
        if self.get_user():
            forget(self.request, **attempt)
        return cleaned


class ReaderSignInForm(_Unhurried, AuthenticationForm):
    """Before a page that is restricted."""


class SignInForm(_Unhurried, LoginForm):
    """The field of the password is named by its label, not by its name in the program."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
