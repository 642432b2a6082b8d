"""Whether a screen's session still stands: the screens ask before they send what somebody wrote."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


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
