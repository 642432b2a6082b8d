"""The editor of an outcome, as its chair meets it."""

from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from outcomes.models import OutcomePage
from tests import stories


def form_of(page: OutcomePage, **values: Any) -> dict[str, Any]:
    """What the browser posts for a draft with these values."""
    empty = {name: streamfield([]) for name in ("body", "cities", "links", "events")}
    return nested_form_data(
        {"title": page.title, "format": "report", "abstract": "A text.", "licence": "CC-BY-4.0", **empty, **values}
    )


def test_a_file_of_another_outcome_is_refused_and_nothing_typed_is_lost(group: Any, chair: Any, signed_in: Any) -> None:
    taken = stories.upload(chair)
    stories.draft_outcome(group, chair, title="The first", file=taken)
    page = stories.draft_outcome(group, chair, title="The second")
    block = {"document": taken.pk, "language": "en", "description": "", "accessible": ""}
    data = form_of(page, abstract="Typed with care.", files=streamfield([("file", block)]))

    response = signed_in(chair).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    text = response.content.decode()
    assert response.status_code == 200
    assert "belongs to another page" in text
    assert "Typed with care." in text


def test_sending_too_early_lists_what_is_missing_and_sends_nothing(group: Any, chair: Any, signed_in: Any) -> None:
    page = stories.draft_outcome(group, chair, title="Unfinished")
    data = {**form_of(page, licence="", abstract="", files=streamfield([])), "action-submit": "1"}

    response = signed_in(chair).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    text = response.content.decode()
    assert "Choose the licence." in text
    assert "Write the abstract." in text
    assert not OutcomePage.objects.get(pk=page.pk).workflow_in_progress
