"""The words of Wagtail's scripts, those of ``scm_site/locale`` among them. Django finds the words of its screens there itself."""

from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

catalogue = JavaScriptCatalog.as_view(packages=["wagtail.admin", "scm_site"])


def of_scripts(request: HttpRequest) -> HttpResponse:
    """As Wagtail's own view (``wagtail.admin.views.i18n``), with our words after its own, so that they win."""
    return get_localized_response(catalogue, request)
