"""Approved Terms of Reference stay as they were; what has changed appears only through a new version (¶24)."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from focusgroups.actions import add_member, end_membership, fill_in_terms
from focusgroups.models import FocusGroup
from focusgroups.wording import reading
from moderation.actions import Incomplete
from scm_site.pages.languages import work_url
from tests import stories
from tests.factories import PersonFactory


@pytest.fixture
def new_wording(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Makes a second version of the wording, which says in ¶1 that it is new."""

    def forget() -> None:
        reading._languages.cache_clear()
        reading._read.cache_clear()

    def make() -> None:
        first = (reading.FOLDER / "1/en.toml").read_text(encoding="utf-8")
        second = first.replace("The Smart Cities Marketplace (SCM) was", "Newly, it was", 1)
        for version, text in (("1", first), ("2", second)):
            (tmp_path / version).mkdir()
            (tmp_path / version / "en.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(reading, "FOLDER", tmp_path)
        monkeypatch.setattr(reading, "VERSIONS", ("1", "2"))
        forget()

    yield make
    forget()


def document(terms: Any) -> str:
    """The document on the public page, without the frame around it."""
    html = Client().get(work_url(terms, "en")).content.decode()
    return html[html.index("site-document__subtitle") : html.index("site-footnotes")]


def test_the_page_stays_until_what_has_changed_is_approved(
    group: FocusGroup, public_terms: Any, chair: Any, secretariat: Any, today: date, new_wording: Any
) -> None:
    approved = document(public_terms)
    new_wording()
    guest = PersonFactory(name="Ana Lopes", organisation="City of Porto", consent_given_at=timezone.now())
    add_member(group=group, person=guest, role="participant", by=chair, today=today)
    page, programme = stories.page_of(group), stories.programme_of(group)
    stories.edit(page, chair, title="Renovation by citizens")
    aim = ("objective", {"title": "Test five financing models", "text": ""})
    stories.edit(programme, chair, objectives=[aim], starts_on=date(2026, 2, 3), ends_on=date(2027, 6, 7))
    for changed in (page, programme):
        stories.pass_quality_control(changed, sender=chair, reviewer=secretariat)
    news = (
        "Newly, it was",
        "Name of the group: Renovation by citizens",
        "3 February 2026",
        "7 June 2027",
        "Test five financing models",
        "Ana Lopes, Head of Energy, City of Porto",
    )

    assert document(public_terms) == approved
    fill_in_terms(page=public_terms, by=chair)
    assert document(public_terms) == approved
    stories.pass_quality_control(public_terms, sender=chair, reviewer=secretariat)
    renewed = document(public_terms)
    assert [new for new in news if new not in renewed] == []

    end_membership(membership=group.memberships.get(person=guest), by=chair, today=today)
    assert document(public_terms) == renewed


def test_what_quotes_an_earlier_work_programme_is_filled_in_again_before_it_is_sent(
    group: FocusGroup, public_terms: Any, chair: Any, secretariat: Any
) -> None:
    programme = stories.programme_of(group)
    fill_in_terms(page=public_terms, by=chair)
    stories.edit(programme, chair, description="<p>We compare four financing models.</p>")
    stories.pass_quality_control(programme, sender=chair, reviewer=secretariat)

    with pytest.raises(Incomplete, match="newer approved version: fill in the group's data again"):
        stories.terms_of(group).send(chair)
    fill_in_terms(page=public_terms, by=chair)
    stories.terms_of(group).send(chair, note=stories.NOTE)
