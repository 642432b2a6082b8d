"""Lists and search: keywords with filters, an alphabet for all, hits that say what they are."""

import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from focusgroups.actions import agree_group
from scm_site.pages.facets import facet
from scm_site.pages.languages import name_in_reader_language, work_url
from tests import scenes, stories
from tests.factories import PersonFactory


def shown(address: str) -> str:
    return re.sub(r"\s+", " ", Client().get(address).content.decode())


@scenes.scene
def three_outcomes() -> None:
    group, chair, secretariat = scenes.public_group(), scenes.chair().user, scenes.secretariat()
    publish = partial(stories.publish_outcome, group, chair=chair, reviewer=secretariat)
    publish(title="A zeppelin for cities", format="report")
    publish(title="A zeppelin for villages", format="white_paper")
    publish(title="A tram for cities", format="report")


@pytest.fixture
def outcomes(three_outcomes: None) -> None:
    """Two on zeppelins, one on a tram."""


def test_keywords_narrow_the_list_and_its_counts(outcomes: None) -> None:
    page = shown("/en/outcomes/?q=zeppelin")

    assert "Outcomes (2)" in page
    assert "A tram for cities" not in page
    assert "Report (1)" in page
    assert 'value="zeppelin"' in page


def test_keywords_and_filters_go_together_and_each_is_taken_away_alone(outcomes: None) -> None:
    page = shown("/en/outcomes/?q=zeppelin&format=report&sort=title")

    assert "Outcomes (1)" in page
    assert 'href="?format=report&amp;sort=title"' in page
    assert 'href="?q=zeppelin&amp;sort=title"' in page


def test_a_filter_that_no_hit_has_is_no_mistake(outcomes: None) -> None:
    page = shown("/en/outcomes/?q=tram&format=white_paper")

    assert "Nothing was found" in page
    assert "was not understood" not in page


@pytest.mark.parametrize("words", ['"', "%00", "a" * 500, "zeppelin OR", "()", "+" * 30])
def test_nothing_that_is_typed_breaks_the_list(outcomes: None, words: str) -> None:
    assert Client().get("/en/outcomes/", {"q": words}).status_code == 200


def test_options_stand_in_the_order_of_an_alphabet_that_knows_accents() -> None:
    names = {"zoo": "Zürich", "eth": "Éthique", "eco": "Economy", "oes": "Österreich", "osl": "Øst", "ota": "Otago"}

    options = facet("theme", "Theme", dict.fromkeys(names, 1), (), names.__getitem__).options

    assert [option.label for option in options] == ["Economy", "Éthique", "Øst", "Österreich", "Otago", "Zürich"]


def test_a_hit_names_its_kind_its_format_and_its_group(outcomes: None, public_group: Any) -> None:
    page = shown("/en/search/?q=zeppelin")
    title = stories.page_of(public_group).title

    assert page.count(f'secondary-meta-label">{title}</span>') == 2
    assert re.search(r"<li[^>]*>Outcome</li> ?<li[^>]*>Report</li>", page)


def test_terms_of_reference_and_work_programme_are_told_apart_by_their_group(
    public_terms: Any, public_group: Any
) -> None:
    title = stories.page_of(public_group).title

    found = shown("/en/search/?q=financing")
    pages = [shown(work_url(page, "en")) for page in (public_terms, stories.programme_of(public_group))]

    assert f"Terms of Reference – {title}</a>" in found
    assert f"Work programme – {title}</a>" in found
    assert f"<title>Terms of Reference – {title} – " in pages[0]
    assert f"<title>Work programme – {title} – " in pages[1]
    assert pages[0].count(">Terms of Reference<") == 2  # the end of the breadcrumb, and the heading


def test_the_menu_marks_outcomes_on_the_page_of_an_outcome(publish: Any) -> None:
    page = shown(work_url(publish("A playbook"), "fr"))

    assert re.search(r'<a href="/fr/outcomes/"[^>]* aria-current="true"', page)
    assert not re.search(r'<a href="/fr/focus-groups/"[^>]* aria-current', page)


def test_several_participants_are_participants(public_group: Any, today: Any) -> None:
    from focusgroups.models import Membership

    address = work_url(stories.page_of(public_group), "en")
    for heading in ("Participant", "Participants"):
        Membership.objects.create(group=public_group, person=PersonFactory(), role="participant", started_on=today)

        assert f">{heading}</h3>" in shown(address)


@pytest.mark.parametrize(
    ("code", "name"),
    [("fr", "French"), ("pt-br", "Portuguese"), ("de-xy", "German"), ("zz", "unknown language")],
)
def test_a_language_is_named_and_never_a_code(code: str, name: str) -> None:
    assert name_in_reader_language(code) == name


def test_another_language_keeps_what_is_looked_for_and_filtered(db: None) -> None:
    for address in ("search/?q=heat", "outcomes/?format=report&q=heat"):
        text = Client().get(f"/en/{address}").content.decode()

        assert f'href="/fr/{escape(address)}"' in text


def test_groups_are_narrowed_by_state_and_theme_with_their_numbers(
    public_group: Any, secretariat: Any, today: Any
) -> None:
    page = stories.page_of(public_group)
    theme = page.themes.first()
    state = public_group.state
    everything = shown("/en/focus-groups/")

    assert page.title in everything
    assert f'value="{state}"' in everything
    assert page.title in shown(f"/en/focus-groups/?state={state}&theme={theme.pk}")
    agree_group(group=public_group, by=secretariat, on=today, today=today)
    moved_on = shown(f"/en/focus-groups/?state={state}")
    assert page.title in shown("/en/focus-groups/?state=agreed")
    assert "was not understood" in moved_on
    assert "was not understood" in shown("/en/focus-groups/?theme=no-such-theme")
