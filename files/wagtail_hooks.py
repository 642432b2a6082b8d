"""Wagtail asks before it serves, offers or changes a file."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from .models import File, Picture
from .permissions import may_download
from .policies import DocumentPolicy, PicturePolicy

# For exactly these classes: Wagtail's own policies for them may be registered later, and the last one would win.
register_permission_policy(File, DocumentPolicy(), exact_class=True)
register_permission_policy(Picture, PicturePolicy(), exact_class=True)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("files.erase", _("Erased for good"), _("Erased for good"))


@hooks.register("before_serve_document")
def refuse_private_files(document: File, request: HttpRequest) -> None:
    """A private file is not there for those who may not have it."""
    if not may_download(request.user, document):
        raise Http404("This file is not public.")


@hooks.register("before_serve_document")
def name_the_bytes(document: File, request: HttpRequest) -> None:
    """What a browser kept is asked for by the hash of what quality control read; Wagtail's own stands in uploads only."""
    document.file_hash = document.sha256
