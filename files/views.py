"""How a file leaves the site."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_cache_control
from wagtail.documents.views.serve import serve

from .models import File


def serve_file(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """Wagtail's, which says nothing to caches, and writes ``Content-Encoding: None`` where a file has no encoding; those that
    we accept have none.
    """
    response = serve(request, document_id, document_filename)
    del response.headers["Content-Encoding"]
    if File.objects.public().filter(pk=document_id).exists():
        # Kept by browsers and proxies, which ask each time whether it is still public.
        patch_cache_control(response, no_cache=True)
    else:
        add_never_cache_headers(response)
    return response
