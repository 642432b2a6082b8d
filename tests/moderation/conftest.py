"""Pages in the states that the matrix of the gate knows, and what the public sees of them."""

from functools import partial
from typing import Any

import pytest
from wagtail.models import Page

from files.models import File
from focusgroups.actions import fill_in_terms
from focusgroups.models import FocusGroupPage, TermsOfReferencePage, WorkProgrammePage
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


OTHERS = (FocusGroupPage, WorkProgrammePage, TermsOfReferencePage)


def own_text(page: GatedMixin, text: str = SECRET) -> dict[str, Any]:
    """``text`` where readers of a page of this type read it, by the name of the field."""
    if isinstance(page, TermsOfReferencePage):
        return {"snapshot": page.snapshot | {"name": text}}
    names = {OutcomePage: "abstract", FocusGroupPage: "summary", WorkProgrammePage: "description"}
    return {names[type(page)]: text}


def complete_draft(model: type[GatedMixin]) -> Any:
    """A draft that could be sent, of a group whose page is public (unless it is that one)."""
    chair, secretariat = scenes.chair, scenes.secretariat()
    if model is FocusGroupPage:
        page = stories.page_of(scenes.group())
        return stories.edit(page, chair().user, summary="How mid-sized cities finance deep renovation.")
    group = scenes.public_group()
    if model is OutcomePage:
        return stories.draft_outcome(group, chair().user)
    programme = stories.write_programme(group, chair().user)
    if model is WorkProgrammePage:
        return programme
    stories.pass_quality_control(programme, sender=chair().user, reviewer=secretariat)
    return fill_in_terms(page=stories.terms_of(group), by=chair().user)


def in_state(state: str, model: type[GatedMixin] = OutcomePage) -> Any:
    """A page whose newest draft nobody has checked."""
    page = fresh(complete_draft(model))
    chair, secretariat = scenes.chair().user, scenes.secretariat()
    if state != DRAFT:
        stories.pass_quality_control(page, sender=chair, reviewer=secretariat)
        stories.edit(fresh(page), chair, **own_text(page.draft(), "The second version."))
        stories.pass_quality_control(page, sender=chair, reviewer=secretariat)
        # Nobody types the title of the Terms of Reference.
        stories.edit(fresh(page), chair, **{} if model is TermsOfReferencePage else {"title": "Another title"})
    if state == LIVE_IN_FRENCH:
        translator, reviewer = scenes.translator("fr"), scenes.reviewer("fr")
        french = stories.publish_in_french(page, asked_by=secretariat, translator=translator, reviewer=reviewer)
        stories.edit(french, translator, **own_text(french))
    if state == WITHDRAWN:
        withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")
    stories.edit(fresh(page), chair, **own_text(fresh(page).draft()))
    return page


def scene_of(model: type[GatedMixin], state: str) -> str:
    return f"{model._meta.verbose_name}: {state}"


OF_OUTCOMES = [scene_of(OutcomePage, state) for state in STATES]
# A draft of the other two goes the same ways as that of the group.
STATES_OF_OTHERS = [(FocusGroupPage, DRAFT), *((model, LIVE) for model in OTHERS)]
OF_OTHERS = [(model, scene_of(model, state)) for model, state in STATES_OF_OTHERS]
IN_FRENCH = scene_of(OutcomePage, LIVE_IN_FRENCH)
scenes.SCENES |= {scene_of(OutcomePage, state): partial(in_state, state) for state in (*STATES, LIVE_IN_FRENCH)}
scenes.SCENES |= {scene_of(model, state): partial(in_state, state, model) for model, state in STATES_OF_OTHERS}


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


def group_page_of(page: GatedMixin) -> Any:
    return page if isinstance(page, FocusGroupPage) else page.get_parent()


def write(page: GatedMixin, text: str = SECRET) -> list[str]:
    """Put ``text`` into the page, without saving it; returns the names of the fields."""
    values = own_text(page, text)
    for name, value in values.items():
        setattr(page, name, value)
    return list(values)
