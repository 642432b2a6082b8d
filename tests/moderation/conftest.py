"""Pages in the states that the matrix of the gate knows, and what the public sees of them."""

from functools import partial
from typing import Any

import pytest
from wagtail.models import Page

from files.models import File
from moderation.actions import withdraw
from moderation.content import content_of
from moderation.models import GatedMixin
from moderation.receivers import gated_types
from outcomes.models import OutcomePage
from tests import scenes, stories

DRAFT, LIVE, WITHDRAWN = STATES = (
    "draft never approved",
    "live with a changed draft",
    "withdrawn with a changed draft",
)
LIVE_IN_FRENCH = "live in two languages with a changed draft"
SECRET = "Nobody of the Secretariat has read this."


def in_state(state: str) -> OutcomePage:
    """An outcome whose newest draft nobody has checked, of a public group."""
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    if state == DRAFT:
        return stories.draft_outcome(group, chair, abstract=SECRET)
    page = stories.publish_outcome(group, chair=chair, reviewer=secretariat)
    stories.edit(page, chair, abstract="The second version.")
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)
    if state == LIVE_IN_FRENCH:
        translator, reviewer = scenes.translator("fr"), scenes.reviewer("fr")
        french = stories.publish_in_french(page, asked_by=secretariat, translator=translator, reviewer=reviewer)
        stories.edit(french, translator, abstract=SECRET)
    if state == WITHDRAWN:
        withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")
    stories.edit(fresh(page), chair, title="Another title", abstract=SECRET)
    return page


scenes.SCENES |= {state: partial(in_state, state) for state in (*STATES, LIVE_IN_FRENCH)}


@pytest.fixture
def everybody(
    chair: Any,
    support: Any,
    french_translator: Any,
    french_reviewer: Any,
    secretariat: Any,
    administrator: Any,
) -> dict[str, Any]:
    return {
        "chair": chair,
        "support": support,
        "translator": french_translator,
        "reviewer": french_reviewer,
        "secretariat": secretariat,
        "administrator": administrator,
    }


def what_the_public_sees() -> dict[str, Any]:
    """Every live gated page with its content and address, and every public file with its bytes."""
    live = Page.objects.live().type(tuple(gated_types())).specific()
    return {
        "pages": {
            page.pk: (
                page.path,
                page.url_path,
                page.translation_key,
                page.locale_id,
                page.alias_of_id,
                content_of(page).seal,
            )
            for page in live
        },
        "files": {file.pk: (file.title, bytes_of(file)) for file in File.objects.public()},
    }


def bytes_of(file: File) -> bytes:
    with file.file.open("rb") as stream:
        return stream.read()


def fresh(page: GatedMixin) -> Any:
    """The page as it stands in the database, without anything cached."""
    return type(page)._base_manager.get(pk=page.pk)
