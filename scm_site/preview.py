"""What somebody without an account sees by a preview link: one draft and its files, marked as not quality-checked (E14)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from files.models import File
from moderation.actions import open_preview_link
from moderation.content import content_of


def private(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The address is the key: no cache keeps the answer, no search engine lists it, no other site is told of it."""

    @never_cache
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def _closed(request: HttpRequest) -> HttpResponse:
    """The same for a wrong, an expired and a revoked link."""
    return render(request, "scm_site/preview_closed.html", status=404)


@require_safe
@private
def preview(request: HttpRequest, token: str) -> HttpResponseBase:
    link = open_preview_link(token=token, now=timezone.now(), is_counted=request.method == "GET")
    page = link and link.page()
    if page is None:
        return _closed(request)
    draft = page.draft()
    marked = {"preview_link": link, "shows_page_alone": True}
    response = draft.make_preview_request(original_request=request, extra_request_attrs=marked)
    if response.status_code != 200:
        # It stands behind a restriction that its reader may not pass.
        return _closed(request)
    html = response.content.decode()
    for file in File.objects.filter(pk__in=content_of(draft).documents):
        html = html.replace(escape(file.url), reverse("preview_file", args=[token, file.pk]))
    response.content = html.encode()
    # Set before, for what the page was then.
    del response.headers["Content-Length"]
    return response


@require_safe
@private
def preview_file(request: HttpRequest, token: str, file_id: int) -> HttpResponseBase:
    """A private file of the draft, always as a download."""
    link = open_preview_link(token=token, now=timezone.now(), is_counted=False)
    page = link and link.page()
    file = File.objects.filter(pk=file_id, erased_at=None).first()
    if page is None or file is None or file.pk not in content_of(page.draft()).documents:
        return _closed(request)
    return FileResponse(file.file.open("rb"), as_attachment=True, filename=file.filename)
