"""What every public page keeps: a constant number of queries, no cookie, a strict policy,
an honest language.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from focusgroups.actions import agree_group, form_group, launch_group
from focusgroups.models import Country, FocusGroup, Membership, Theme
from moderation.days import day_and_time
from outcomes.actions import record_correction
from scm_site import pages
from scm_site.models import ContentPage, SiteSettings
from scm_site.pages.languages import work_url
from tests import stories
from tests.factories import PersonFactory

FRAME = ["/en/", "/en/focus-groups/", "/en/outcomes/", "/en/about/", "/en/search/?q=energy", "/en/nowhere/"]


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def queries(address: str) -> int:
    """The number of queries of a second visit, when the navigation is known."""
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    assert response.status_code == 200
    return len(seen)


@pytest.mark.parametrize("address", FRAME)
def test_the_demonstration_says_that_it_is_one_and_is_kept_out_of_search_engines(
    db: None, settings: Any, address: str
) -> None:
    for is_demo in (True, False):
        settings.SCM_DEMO = is_demo
        page = text(Client().get(address))
        assert ("Demonstration: invented content" in page) is is_demo
        assert ('<meta name="robots" content="noindex' in page) is (is_demo or "/search/" in address)


def test_nothing_is_the_commissions_without_its_word(db: None, settings: Any) -> None:
    for is_official in (False, True):
        settings.SCM_OFFICIAL_BRANDING = is_official
        page = text(Client().get("/en/"))
        assert ("This site is managed by the European Commission" in page) is is_official
        assert ("logo-ec--en.svg" in page) is is_official


@pytest.mark.parametrize("address", FRAME)
def test_a_page_sets_no_cookie_and_asks_for_none(db: None, address: str) -> None:
    response = Client().get(address)

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("address", FRAME)
def test_a_page_allows_nothing_inline_and_nothing_from_elsewhere(db: None, address: str) -> None:
    response = Client().get(address)

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)", response.content.decode())


@pytest.mark.parametrize("address", FRAME)
def test_a_page_names_its_language_and_offers_the_others(db: None, address: str) -> None:
    page = text(Client().get(address.replace("/en/", "/fr/")))

    assert '<html lang="fr"' in page
    assert 'href="#languages"' in page
    assert 'id="languages"' in page
    assert re.search(r'<a href="/de/[^"]*" lang="de"', page)


def test_an_address_that_leads_nowhere_offers_a_search(db: None) -> None:
    response = Client().get("/en/nowhere/")

    assert response.status_code == 404
    assert 'name="q"' in text(response)


def test_a_page_that_has_everything_keeps_its_budget(
    publish: Any, chair: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    """A second version with a file, people, themes, places and corrections, its French version and its German fallback."""
    page = publish(
        "Everything",
        cities=[("city", {"name": "Ghent", "country": "BE"})],
        themes=list(Theme.objects.all()[:2]),
        people=[PersonFactory(consent_given_at=timezone.now())],
    )
    stories.edit(page, chair, abstract="A second version.")
    stories.pass_quality_control(stories.OutcomePage.objects.get(pk=page.pk), sender=chair, reviewer=secretariat)
    for day in (1, 2):
        record_correction(
            page=stories.OutcomePage.objects.get(pk=page.pk),
            texts={"en": f"Table {day} was wrong."},
            corrected_version="1.0",
            on=date(2026, 6, day),
            by=secretariat,
            today=date(2026, 6, 3),
        )

    html = text(Client().get(work_url(page, "en")))
    assert html.index("Table 2 was wrong.") < html.index("Table 1 was wrong.")
    assert "Version 1.1" in html
    stories.publish_in_french(
        stories.OutcomePage.objects.get(pk=page.pk),
        asked_by=secretariat,
        translator=french_translator,
        reviewer=french_reviewer,
    )
    assert [queries(work_url(page, language)) <= 10 for language in ("en", "fr", "de")] == [True] * 3


def test_the_home_page_reads_the_newest_outcomes_alone(publish: Any) -> None:
    for number in range(8):
        publish(f"Outcome {number}", dated_on=date(2026, 1, number + 1))
    Client().get("/en/")

    with CaptureQueriesContext(connection) as seen:
        page = text(Client().get("/en/"))

    read = [
        query["sql"] for query in seen if query["sql"].startswith("SELECT") and "outcomes_outcomepage" in query["sql"]
    ]
    assert [number for number in range(8) if f"Outcome {number}" in page] == [2, 3, 4, 5, 6, 7]
    assert [re.findall(r"LIMIT (\d+)", sql)[-1] for sql in read] == ["6"]
    assert len(seen) <= 8


def test_the_menu_follows_what_is_published_and_set_once_it_is_committed(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    about = ContentPage.objects.get(slug="about", locale__language_code="en")
    Client().get("/en/")

    with django_capture_on_commit_callbacks(execute=True):
        SiteSettings(charter_url="https://charter.example/").save()
        about.title = "About us all"
        about.save_revision().publish()
        before = text(Client().get("/en/"))
    after = text(Client().get("/en/"))

    assert "https://charter.example/" not in before
    assert "https://charter.example/" in after
    assert "About us all" in after


def test_the_page_of_a_group_asks_as_often_for_fifty_members_as_for_two(
    public_group: Any, publish: Any, today: Any
) -> None:
    publish("The first")
    address = work_url(stories.page_of(public_group), "en")
    two = queries(address)

    for _number in range(48):
        Membership.objects.create(
            group=public_group,
            person=PersonFactory(),
            role="participant",
            started_on=today - timedelta(days=1),
        )

    assert queries(address) == two <= 10


def test_how_to_join_stands_there_while_the_group_is_forming(
    public_group: Any, chair: Any, secretariat: Any, today: Any
) -> None:
    page = stories.page_of(public_group)
    stories.edit(page, chair, how_to_join="<p>Send one page.</p>")
    stories.pass_quality_control(stories.page_of(public_group), sender=chair, reviewer=secretariat)
    address = work_url(page, "en")

    assert "How to join" not in text(Client().get(address))
    agree_group(group=public_group, by=secretariat, on=today, today=today)
    form_group(group=FocusGroup.objects.get(), by=secretariat, on=today, today=today)
    assert "Send one page." in text(Client().get(address))
    launch_group(group=FocusGroup.objects.get(), by=secretariat, on=today, today=today)
    assert "Send one page." not in text(Client().get(address))


def test_who_wants_to_join_a_group_that_says_nothing_of_it_writes_to_its_contact(
    public_group: Any, secretariat: Any, today: Any, settings: Any
) -> None:
    """Emptied in the editor is not said; without a contact of its own the Secretariat is asked."""
    page = stories.page_of(public_group)
    agree_group(group=public_group, by=secretariat, on=today, today=today)
    form_group(group=FocusGroup.objects.get(), by=secretariat, on=today, today=today)

    html = text(Client().get(work_url(page, "en")))

    mailbox = settings.SCM_FUNCTIONAL_MAILBOX
    assert f'writes to <a href="mailto:{mailbox}" class="ecl-link">{mailbox}</a>.' in html


def test_a_text_in_another_language_says_so(publish: Any) -> None:
    page = publish("A playbook")

    french = text(Client().get(work_url(page, "fr")))

    assert '<html lang="fr"' in french
    assert re.search(r'<h1[^>]* lang="en">A playbook</h1>', french)
    assert 'role="status"' in french
    assert "disponible en français" in french
    assert "Vous la consultez en anglais" in french
    assert '<link rel="canonical" href="http://testserver/en/' in french
    assert 'rel="alternate" hreflang' not in french


def test_the_language_list_tells_translations_from_menus(publish: Any) -> None:
    page = publish("A playbook")

    english = text(Client().get(work_url(page, "en")))

    assert re.search(r'lang="en" hreflang="en"', english)
    assert 'lang="fr" hreflang="fr"' not in english


def test_every_link_to_a_work_keeps_the_language_of_the_reader(publish: Any) -> None:
    page = publish("A playbook")

    french = text(Client().get("/fr/outcomes/"))

    assert f'href="{work_url(page, "fr")}"' in french
    assert f'href="{work_url(page, "en")}"' not in french


def test_a_draft_is_shown_as_readers_would_see_it(public_group: Any, chair: Any, rf: Any) -> None:
    page = stories.draft_outcome(public_group, chair, title="A draft")

    response = pages.render(page.draft(), rf.get("/admin/")).render()

    assert "A draft" in text(response)
    assert "Three financing models, compared." in text(response)


def test_the_terms_of_reference_are_numbered_and_linked(public_terms: Any) -> None:
    page = text(Client().get(work_url(public_terms, "en")))

    assert 'id="paragraph-1"' in page
    assert 'id="paragraph-24"' in page
    assert 'id="paragraph-19ah"' in page
    assert 'id="footnote-2"' in page
    assert 'href="#reference-2"' in page
    assert "Test three financing models; A playbook" in page


def test_milestones_are_a_list_and_a_picture(public_terms: Any, public_group: Any) -> None:
    page = text(Client().get(work_url(stories.programme_of(public_group), "en")))

    assert "<svg" in page
    assert "1. Models chosen" in page
    assert "1 June 2026" in page
    assert 'id="objective-1"' in page


def test_kosovo_stands_with_its_footnote_and_no_other_country_does(publish: Any) -> None:
    named = publish("Heat in Pristina", countries=list(Country.objects.filter(code__in=["XK", "AL"])))
    other = publish("Heat in Tirana", countries=list(Country.objects.filter(code="AL")))

    pages = [text(Client().get(address)) for address in (named.url, "/en/outcomes/", other.url)]

    assert "Albania, Kosovo*" in pages[0]
    assert "Kosovo* (1)" in pages[1]
    assert ["UNSCR 1244/1999" in page for page in pages] == [True, True, False]


@pytest.mark.parametrize(("language", "label"), [("fr", "Mot de passe"), ("de", "Passwort")])
def test_the_sign_in_page_speaks_the_readers_language(db: None, language: str, label: str) -> None:
    page = text(Client().get("/admin/login/", headers={"Accept-Language": language}))

    assert re.search(rf"<label[^>]*>\s*{label}", page)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1 March 2026, 10:00"), ("fr", "1 mars 2026 à 10:00"), ("de", "1. März 2026, 10:00 Uhr")],
)
def test_a_time_reads_as_a_sentence_says_it(language: str, said: str) -> None:
    moment = timezone.make_aware(datetime(2026, 3, 1, 10))

    with translation.override(language):
        assert day_and_time(moment) == said


def test_a_translation_names_the_language_of_the_original_in_the_readers_words(
    publish: Any, chair: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    page = publish("A playbook")
    stories.publish_in_french(page, asked_by=secretariat, translator=french_translator, reviewer=french_reviewer)
    address = f'<a href="{work_url(page, "en")}" class="ecl-link" hreflang="en">'

    assert f"Langue originale : {address}anglais</a>" in text(Client().get(work_url(page, "fr")))

    stories.edit(type(page).objects.get(pk=page.pk), chair, abstract="Corrected.")
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)

    assert f"{address}Lire l’original en anglais</a>" in text(Client().get(work_url(page, "fr")))
