"""Whether a screen's session still stands: the screens ask before they send what somebody wrote. And how one gets in again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views.account import PasswordResetView

from .throttle import is_too_much


@never_cache
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and the token that a form needs since then: signing in anew changes it."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where somebody comes who signed in beside a screen with unsaved text."""
    title = _("You are signed in")
    return render(request, "scm_site/admin/signed_in.html", {"page_title": title, "header_title": title})


class AskForLinkView(PasswordResetView):
    """Sends a link that chooses a password; not without end, and with the same answer whether there is an account or not."""

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        # In capitals, for the database finds an account whatever the case.
        address, at_most = form.cleaned_data["email"].upper(), settings.SCM_PASSWORD_LINKS_AN_HOUR
        if is_too_much(self.request, what="password link", an_hour=at_most, of=address):
            form.add_error(
                "email",
                _(
                    "Links for this address were asked for too often from your network. Look into your mailbox, or try "
                    "again in an hour."
                ),
            )
            return self.form_invalid(form)
        return super().form_valid(form)
