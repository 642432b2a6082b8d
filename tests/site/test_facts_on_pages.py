"""What a page says of its work, label and value as a visitor reads them: one page of each kind with everything."""

import re
from datetime import date
from html import unescape
from typing import Any

from django.test import Client
from django.utils import timezone

from focusgroups.actions import (
    add_member,
    agree_group,
    conclude_group,
    form_group,
    launch_group,
)
from focusgroups.models import Country, FocusGroup
from scm_site.pages.languages import work_url
from tests import stories
from tests.factories import PersonFactory

LAUNCH, END = date(2026, 2, 3), date(2026, 4, 5)


def words(address: str) -> str:
    """A page as it is read: without markup."""
    html = Client().get(address).content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).replace(" ,", ",")


def link(address: str, text: str) -> str:
    return rf'<a href="{re.escape(address)}"[^>]*>{re.escape(text)}</a>'


def test_the_page_of_a_group_says_where_it_stands_and_what_it_works_on(
    public_group: FocusGroup, chair: Any, secretariat: Any
) -> None:
    page = stories.page_of(public_group)
    stories.edit(
        page,
        chair,
        scope_in=[("point", "Homes of many owners")],
        scope_out=[("point", "New buildings")],
        contact="heat@ghent.example",
    )
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)
    address = work_url(page, "en")

    proposed = words(address)
    for verb, day in ((agree_group, LAUNCH), (form_group, LAUNCH), (launch_group, LAUNCH)):
        verb(group=FocusGroup.objects.get(), by=secretariat, on=day, today=END)
    active = words(address)
    conclude_group(group=FocusGroup.objects.get(), by=secretariat, on=END, today=END)
    concluded = words(address)

    assert "State Proposed Dates planned from 1 January 2026 to 1 January 2027" in proposed
    assert "State Active Dates 3 February 2026 – 1 January 2027 (planned)" in active
    assert "State Concluded Dates 3 February 2026 – 5 April 2026" in concluded
    assert "Scope In scope Homes of many owners Out of scope New buildings" in active
    assert "Contact heat@ghent.example" in active


def test_the_page_of_an_outcome_says_by_whom_for_what_and_under_which_licence(
    publish: Any, public_group: FocusGroup, chair: Any, today: date
) -> None:
    ana = PersonFactory(name="Ana Lopes", organisation="City of Porto", consent_given_at=timezone.now())
    silent = PersonFactory(name="Zoe Silent", title="Head of Heat", organisation="City of Leuven")
    add_member(group=public_group, person=silent, role="participant", by=chair, today=today)
    page = publish(
        "Everything",
        people=[ana, silent],
        cities=[("city", {"name": "Ghent", "country": "BE"})],
        countries=list(Country.objects.filter(code="PT")),
        links=[("link", {"title": "Heat plan of Ghent", "url": "https://heat.example/plan"})],
        events=[("event", {"title": "Forum", "date": date(2026, 5, 6), "place": "Vienna"})],
    )

    html = Client().get(work_url(page, "en")).content.decode()
    read = words(work_url(page, "en"))

    assert "Authors Ana Lopes (City of Porto), name withheld (Participant, City of Leuven) Cities and" in read
    assert "Cities and countries Ghent (Belgium), Portugal Licence Creative Commons Attribution 4.0 Reference" in read
    assert "Zoe" not in html
    assert "Head of Heat" not in html
    assert re.search(link("https://creativecommons.org/licenses/by/4.0/", "Creative Commons Attribution 4.0"), html)
    assert "Projects and financing plans that it informed Heat plan of Ghent" in read
    assert re.search(link("https://heat.example/plan", "Heat plan of Ghent"), html)
    assert "Events where it is presented Forum, 6 May 2026, Vienna" in read


def test_a_work_programme_says_what_is_delivered_by_whom_and_how_one_sees_it(
    public_terms: Any, public_group: FocusGroup
) -> None:
    read = words(work_url(stories.programme_of(public_group), "en"))

    assert "Final outcome A playbook (White paper)" in read
    assert "1. Models chosen Responsible: Chair" in read
    assert "Indicator Unit Baseline Target value Cities cities 0 7" in read
    assert "Rules of participation Members adhere to the SCM Charter." in read


def test_the_home_page_names_the_groups_that_still_work(public_group: FocusGroup, secretariat: Any) -> None:
    title = "Active and upcoming focus groups"
    for verb in (agree_group, form_group, launch_group):
        verb(group=FocusGroup.objects.get(), by=secretariat, on=LAUNCH, today=END)

    working = words("/en/")
    page = Client().get("/en/").content.decode()
    conclude_group(group=FocusGroup.objects.get(), by=secretariat, on=END, today=END)

    name = "Citizen energy renovation"
    assert f"{title} Active {name} How mid-sized cities finance deep renovation. All focus groups" in working
    assert f'<a href="{work_url(stories.page_of(public_group), "en")}" class="ecl-link ecl-link--standalone">' in page
    assert f"{title} No focus group is active or in preparation at the moment." in words("/en/")
