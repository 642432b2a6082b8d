from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from focusgroups.actions import NoApprovedWorkProgramme, fill_in_terms
from focusgroups.models import FocusGroup, TermsOfReferencePage
from tests import stories
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(group: FocusGroup, chair: Any, secretariat: Any) -> FocusGroup:
    """A public group whose work programme is approved."""
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    stories.write_programme(group, chair)
    stories.pass_quality_control(stories.programme_of(group), sender=chair, reviewer=secretariat)
    return group


def test_the_facts_are_those_of_the_group_today(ready: FocusGroup, chair: Any, logged: Any) -> None:
    draft = fill_in_terms(page=stories.terms_of(ready), by=chair)

    facts = draft.snapshot
    assert facts["name"] == "Citizen energy renovation"
    assert (facts["start"], facts["end"]) == ("1 January 2026", "1 January 2027")
    assert facts["aims"] == ["Test three financing models", "A playbook"]
    assert facts["work_programme_version"] == "1.0"
    assert [(member["role"], member["organisation"]) for member in facts["members"]] == [
        ("chair", "City of Ghent"),
        ("co_chair", "SCM Secretariat"),
    ]
    assert "Marta" not in str(facts)
    assert logged("focusgroups.fill_in_terms").user == chair


def test_the_public_terms_stay_until_the_new_ones_are_approved(ready: FocusGroup, chair: Any, secretariat: Any) -> None:
    fill_in_terms(page=stories.terms_of(ready), by=chair)
    stories.pass_quality_control(stories.terms_of(ready), sender=chair, reviewer=secretariat)
    public = stories.terms_of(ready).snapshot
    stories.edit(stories.programme_of(ready), chair, objectives=[("objective", {"title": "Another aim", "text": ""})])
    stories.pass_quality_control(stories.programme_of(ready), sender=chair, reviewer=secretariat)

    draft = fill_in_terms(page=stories.terms_of(ready), by=chair)

    assert draft.snapshot["aims"] == ["Another aim", "A playbook"]
    assert stories.terms_of(ready).snapshot == public
    assert stories.terms_of(ready).is_behind_work_programme()


def test_the_name_is_the_one_that_was_approved(ready: FocusGroup, chair: Any, secretariat: Any) -> None:
    def name_filled_in() -> str:
        return fill_in_terms(page=stories.terms_of(ready), by=chair).snapshot["name"]

    page = stories.page_of(ready)
    stories.edit(page, chair, title="Renovation by citizens")
    names = [name_filled_in()]
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)
    names.append(name_filled_in())
    stories.edit(page, chair, title="Only a draft")
    type(page).objects.filter(pk=page.pk).update(live=False)
    names.append(name_filled_in())

    assert names == ["Citizen energy renovation", "Renovation by citizens", "Citizen energy renovation"]


def test_without_an_approved_work_programme_nothing_is_quoted(group: FocusGroup, chair: Any, everything: Any) -> None:
    before = everything()

    with pytest.raises(NoApprovedWorkProgramme):
        fill_in_terms(page=stories.terms_of(group), by=chair)

    assert everything() == before


def test_strangers_are_refused_and_so_is_everybody_during_quality_control(
    ready: FocusGroup, chair: Any, everything: Any
) -> None:
    terms = stories.terms_of(ready)
    fill_in_terms(page=terms, by=chair)
    stranger = UserFactory()
    before = everything()

    with pytest.raises(PermissionDenied):
        fill_in_terms(page=terms, by=stranger)
    assert everything() == before

    stories.send(terms, chair)
    before = everything()
    with pytest.raises(PermissionDenied, match="take it back first"):
        fill_in_terms(page=TermsOfReferencePage.objects.get(pk=terms.pk), by=chair)
    assert everything() == before
