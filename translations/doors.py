"""wagtail-localize's own doors: it publishes by default and knows no quality control, so they stay shut."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, re_path
from django.utils.translation import gettext as _

from .pages import is_gated, newest_request
from .permissions import may_request, may_translate
from .refusals import refused


def closed(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every address of wagtail-localize's admin, whatever the role and the method."""
    return refused(
        request,
        _("Pages are translated on the translation desk, and published once a second person checked them."),
    )


def shut_urls() -> list[URLPattern]:
    """One pattern before all of wagtail-localize's; its names stay, because its buttons ask for them."""
    return [re_path(r"^localize/(?P<rest>.*)$", closed)]


def lead_to_desk(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A language version is edited on the desk, neither in Wagtail's editor nor in wagtail-localize's."""
    page = page.specific
    if not is_gated(page) or page.is_source() or not page.has_segments:
        return None
    wanted = newest_request(page)
    if wanted and may_translate(request.user, wanted.language):
        return redirect("translations:translate", wanted.pk)
    if may_request(request.user):
        return redirect("translations:request", page.source_page().pk)
    return refused(
        request,
        _("This language version is made on the translation desk, once the SCM Secretariat requests it."),
    )
