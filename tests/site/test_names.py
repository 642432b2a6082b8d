"""Who is named in public, and where: only with recorded consent, and nowhere once it is withdrawn (B22)."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from focusgroups.actions import record_consent
from scm_site.pages.languages import work_url
from tests import stories
from tests.factories import PersonFactory

NAME, JOB, ORGANISATION = "Marta Example", "Head of Energy", "City of Ghent"
# Everything that a search finds or a reader subscribes to.
FOR_PROGRAMS = ("feed/", *(f"search/{name}" for name in ("rss/", "atom/", "feed.json", "csv/", "json/")))


def shown(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return re.sub(r"\s+", " ", content.decode())


@pytest.fixture
def pages(public_terms: Any, public_group: Any, publish: Any, chair_person: Any) -> dict[str, Any]:
    """Where the chair stands: on the group's page and its Terms of Reference as member, on an outcome as author."""
    return {
        "group": stories.page_of(public_group),
        "terms": public_terms,
        "outcome": publish("A playbook", people=[chair_person]),
    }


def say(given: bool, person: Any, group: Any, by: Any) -> None:
    record_consent(person=person, group=group, given=given, by=by)
    person.refresh_from_db()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ["group", "terms", "outcome"])
def test_a_name_stands_there_from_consent_to_withdrawal_and_organisation_always(
    pages: dict[str, Any], kind: str, language: str, chair_person: Any, public_group: Any, secretariat: Any
) -> None:
    address = work_url(pages[kind], language)
    with translation.override(language):
        withheld = f">{gettext('name withheld')}</span>"

    without = shown(address)
    say(True, chair_person, public_group, secretariat)
    named = shown(address)
    say(False, chair_person, public_group, secretariat)
    withdrawn = shown(address)

    assert [NAME in page for page in (without, named, withdrawn)] == [False, True, False]
    assert without.count(withheld) == named.count(withheld) + 1 == withdrawn.count(withheld)
    assert all(ORGANISATION in page for page in (without, named, withdrawn))


@pytest.mark.parametrize("kind", ["group", "terms"])
def test_a_job_title_goes_with_the_name_and_the_role_stays(
    pages: dict[str, Any], kind: str, chair_person: Any, public_group: Any, secretariat: Any
) -> None:
    address = work_url(pages[kind], "en")

    for given in (True, False):
        say(given, chair_person, public_group, secretariat)
        page = shown(address)

        assert (f"{JOB}, {ORGANISATION}" in page) is given
        assert re.search(rf">Chair</(?:h3|p)>(?:(?!</ul>).)*{ORGANISATION}", page)


@pytest.mark.parametrize(("is_member", "left"), [(True, " (Chair)"), (False, "")])
def test_of_an_author_without_organisation_the_role_is_left_or_not_even_brackets(
    is_member: bool, left: str, publish: Any, chair_person: Any
) -> None:
    author = chair_person if is_member else PersonFactory()
    author.organisation = ""
    author.save()

    page = shown(work_url(publish("A playbook", people=[author]), "en"))

    assert f'<span class="site-members__withheld">name withheld</span>{left}</dd>' in page


def test_neither_search_nor_feeds_nor_files_know_a_name(
    pages: dict[str, Any], chair_person: Any, public_group: Any, secretariat: Any
) -> None:
    """So a withdrawn consent has nothing to purge there."""
    say(True, chair_person, public_group, secretariat)

    assert "A playbook" in shown("/en/search/?q=playbook")
    assert "A playbook" not in shown("/en/search/?q=Marta")
    for address in FOR_PROGRAMS:
        found = shown(f"/en/{address}")
        assert "A playbook" in found
        assert "Marta" not in found
