"""One content security policy for the public pages, a wider one for the admin's inline scripts and styles; the language
of an address.
"""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse_lazy
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate, get_language

ADMIN_PREFIX = reverse_lazy("wagtailadmin_home")


class ContentSecurityMiddleware(CSPMiddleware):
    """django-csp, with the admin's policy under the admin's address."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(str(ADMIN_PREFIX)):
            inline = settings.SCM_ADMIN_INLINE_SOURCES
            parts.replace = {**(parts.replace or {}), "script-src": inline, "style-src": inline}
            parts.update = {**(parts.update or {}), "img-src": ["blob:"]}
        return parts


class LanguageMiddleware(LocaleMiddleware):
    """Django's, which sends an address without a language to the same one below the reader's language: but only an
    address that is none of the site's own. What stands under ``/admin/`` or ``/id/`` has no language, and is missing
    where it is missing.
    """

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """In the admin, the language of whoever is signed in; Wagtail takes it for its screens, not for a refusal."""
        is_admin = request.path.startswith(str(ADMIN_PREFIX))
        profile = getattr(request.user, "wagtail_userprofile", None) if is_admin else None
        if profile:
            activate(profile.get_preferred_language())

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 404 or request.resolver_match is None:
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", get_language())
        return response
