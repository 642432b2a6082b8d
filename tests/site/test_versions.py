"""The versions of an outcome, as its page tells them to the public."""

import re
from typing import Any

import pytest
from django.test import Client

from moderation.actions import withdraw
from scm_site.pages.languages import work_url
from tests import stories

pytestmark = pytest.mark.django_db


def test_an_outcome_names_its_versions_with_their_days(public_outcome: Any, chair: Any, secretariat: Any) -> None:
    page = public_outcome
    first = Client().get(page.url).content.decode()
    stories.edit(page, chair, abstract="Four financing models, compared.", change_note="A fourth model.")
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)

    second = Client().get(page.url).content.decode()

    assert "Version 1.1, " not in first
    assert second.index("Version 1.1, ") < second.index("Version 1.0, ")
    assert str(secretariat) not in second


def test_each_version_says_what_was_new_in_it(public_outcome: Any, chair: Any, secretariat: Any) -> None:
    for note in ("A fourth model.", "A fifth model."):
        stories.edit(public_outcome, chair, abstract=note, change_note=note)
        stories.pass_quality_control(public_outcome, sender=chair, reviewer=secretariat)

    in_german = Client().get(work_url(public_outcome, "de")).content.decode()

    versions = in_german[in_german.index("Version 1.2, ") : in_german.index("Version 1.0, ")]
    assert re.findall(r'<div lang="en"><p>(.*?)</p></div>', versions) == ["A fifth model.", "A fourth model."]


def test_what_was_withdrawn_says_no_more_what_was_new_in_it(public_outcome: Any, chair: Any, secretariat: Any) -> None:
    stories.edit(public_outcome, chair, change_note="Somebody's address.")
    stories.pass_quality_control(public_outcome, sender=chair, reviewer=secretariat)
    withdraw(page_id=public_outcome.pk, by=secretariat, reason="An address stood in it.")
    stories.edit(public_outcome, chair, change_note="Without addresses.")
    stories.pass_quality_control(public_outcome, sender=chair, reviewer=secretariat)

    html = Client().get(public_outcome.url).content.decode()

    assert "Without addresses." in html
    assert "withdrawn on" in html
    assert "Somebody" not in html
