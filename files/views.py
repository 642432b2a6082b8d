"""How a file leaves the site."""

from django.http import HttpRequest, HttpResponseBase
from wagtail.documents.views.serve import serve


def serve_file(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """Wagtail's, which writes ``Content-Encoding: None`` where a file has no encoding; those that we accept have none."""
    response = serve(request, document_id, document_filename)
    del response.headers["Content-Encoding"]
    return response
