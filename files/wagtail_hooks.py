"""Wagtail asks before it serves, lists or changes a file."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .models import File, Files, Picture
from .permissions import may_download
from .policies import DocumentPolicy

# For exactly this class: Wagtail's own policy for it may be registered later, and the last one would win.
register_permission_policy(File, DocumentPolicy(), exact_class=True)


@hooks.register("before_serve_document")
def refuse_private_files(document: File, request: HttpRequest) -> None:
    """A private file is not there for those who may not have it."""
    if not may_download(request.user, document):
        raise Http404("This file is not public.")


@hooks.register("construct_document_chooser_queryset")
def offer_own_uploads(documents: Files, request: HttpRequest) -> Files:
    """The chooser shows what the user uploaded; a file of another person is uploaded again, on purpose."""
    return documents.filter(uploaded_by_user=request.user)


@hooks.register("construct_image_chooser_queryset")
def offer_own_pictures(pictures: QuerySet[Picture], request: HttpRequest) -> QuerySet[Picture]:
    """Like files: a picture of another person may belong to a draft that is not this user's to see."""
    return pictures if request.user.is_superuser else pictures.filter(uploaded_by_user=request.user)
