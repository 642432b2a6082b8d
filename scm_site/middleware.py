"""One content security policy for the public pages, a wider one for the admin's inline scripts and styles."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse_lazy

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
