"""What is posted where the form of the screen, sent as it is, would change nothing or is not there."""

import io
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import nested_form_data, streamfield

from focusgroups.models import FocusGroupPage
from outcomes.models import OutcomePage
from tests import stories
from tests.moderation.test_gate_screens import typed


def _document(name: str, **values: Any) -> Callable[[Any], dict[str, Any]]:
    return lambda page: {name: SimpleUploadedFile("report.pdf", stories.PDF), **values}


def _picture(name: str, **values: Any) -> Callable[[Any], dict[str, Any]]:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG")
    return lambda page: {name: SimpleUploadedFile("chart.png", stream.getvalue(), "image/png"), **values}


def _edited(page: Any) -> dict[str, Any]:
    """What the editor sends of an outcome, also of a new one below its group; of other pages their streams, emptied."""
    if isinstance(page, OutcomePage | FocusGroupPage):
        return typed(**{"action-publish": "1"})
    streams = {field.name: streamfield([]) for field in page._meta.fields if isinstance(field, StreamField)}
    return nested_form_data({"action-publish": "1", **streams})


TASK = {"create-task-name": "A vote", "create-task-active": "on", "create-task-groups": "1"}
EDITED = dict.fromkeys(
    (
        "/admin/pages/add/<content_type_app_name>/<content_type_model_name>/<parent_page_id>/",
        "/admin/pages/add/<content_type_app_name>/<content_type_model_name>/<parent_page_id>/preview/",
        "/admin/pages/<page_id>/edit/",
        "/admin/pages/<page_id>/edit/preview/",
        "/admin/pages/<page_id>/revisions/<revision_id>/revert/",
    ),
    _edited,
)
POSTS: dict[str, Callable[[Any], dict[str, Any]]] = EDITED | {
    "/admin/quality-control/questions/<kind>/": lambda page: {
        "based_on": "1",
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-text_en": "A city could repeat it.",
        "form-0-is_mandatory": "on",
    },
    "/admin/quality-control/<page_id>/approve/": lambda page: (
        dict.fromkeys(stories.ALL_YES, "on")
        | {"seal": stories.seal_of(page), "checklist": str(page.specific.checklist().version)}
    ),
    "/admin/quality-control/<page_id>/small-fixes/": lambda page: {"seal": stories.seal_of(page)},
    "/admin/quality-control/<page_id>/return/": lambda page: {
        "field_1": "",
        "text_1": "Mend the title.",
        "seal": stories.seal_of(page),
    },
    "/admin/quality-control/reports/<report_id>/": lambda page: {"result": "nothing", "answer": "It is right."},
    "/en/report-a-problem/<page_id>/": lambda page: {"text": "A figure is wrong."},
    "/admin/quality-control/<page_id>/withdraw/": lambda page: {"kind": "errors", "reason": "A figure is wrong."},
    "/admin/quality-control/<page_id>/preview-links/": lambda page: {"audience": "Experts", "days": "7"},
    "/admin/pages/<page_id>/privacy/": lambda page: {"restriction_type": "login"},
    "/admin/pages/<page_id>/copy/": lambda page: {"new_title": "A copy", "new_slug": "a-copy", "publish_copies": "on"},
    "/admin/workflows/task_chooser/create/": lambda page: TASK,
    "/admin/choose-external-link/": lambda page: {"external-link-chooser-url": "https://city.example/"},
    "/admin/documents/add/": _document("file", title="A report"),
    "/admin/documents/multiple/add/": _document("files[]", title="A report"),
    "/admin/documents/chooser/create/": _document(
        "document-chooser-upload-file", **{"document-chooser-upload-title": "A report"}
    ),
    "/admin/images/add/": _picture("file", title="A chart", description="Bars"),
    "/admin/images/multiple/add/": _picture("files[]", title="A chart"),
    "/admin/images/chooser/create/": _picture(
        "image-chooser-upload-file",
        **{"image-chooser-upload-title": "A chart", "image-chooser-upload-description": "Bars"},
    ),
    "/admin/users/new/": lambda page: {
        "email": "new@city.example",
        "first_name": "A",
        "last_name": "B",
        "password1": "sufficiently-long-1",
        "password2": "sufficiently-long-1",
        "is_superuser": "on",
    },
    "/admin/collections/add/": lambda page: {"name": "Another", "parent": "1"},
    "/admin/bulk/<app_label>/<model_name>/<action>/": lambda page: {"next": "/admin/"},
    "/admin/redirects/add/": lambda page: {
        "old_path": "/en/focus-groups/",
        "redirect_link": "https://elsewhere.example/",
    },
}
