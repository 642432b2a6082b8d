"""A view restriction that Wagtail knows holds for a work in every language, in lists, in the search and for its files."""

from typing import Any, NoReturn

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import post_page_move

from focusgroups.models import FocusGroupIndexPage
from scm_site.models import ContentPage, HomePage
from scm_site.pages.languages import work_url
from search.query import SearchRequest, search
from tests import scenes, stories
from tests.factories import UserFactory
from tests.site.test_withdrawn import in_french

LISTS = ("/en/", "/fr/", "/en/outcomes/", "/de/outcomes/", "/en/search/?q=zeppelin", "/fr/search/?q=zeppelin")


@pytest.fixture
def members() -> Group:
    return Group.objects.create(name="Readers of the restricted pages")


@pytest.fixture
def reader(members: Group, signed_in: Any) -> Client:
    user = UserFactory(email="reader@scm.example")
    user.groups.add(members)
    return signed_in(user)


def restrict(page: Page, members: Group) -> None:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(members)


def told(address: str, client: Client | None = None) -> str:
    return (client or Client()).get(address).content.decode()


def status(url: str, client: Client) -> int:
    response = client.get(url)
    if response.streaming:
        b"".join(response.streaming_content)  # closes the file
    return response.status_code


@scenes.scene
def two_outcomes() -> Any:
    made, by = scenes.public_group(), {"chair": scenes.chair().user, "reviewer": scenes.secretariat()}
    stories.publish_outcome(made, title="An open companion", **by)
    return stories.publish_outcome(made, title="A zeppelin for cities", **by)


@pytest.fixture
def outcome(two_outcomes: Any) -> Any:
    return two_outcomes


@pytest.mark.parametrize("address", LISTS)
def test_a_restricted_outcome_stands_in_no_list(outcome: Any, members: Group, address: str) -> None:
    assert "A zeppelin for cities" in told(address)

    restrict(outcome, members)

    assert "A zeppelin for cities" not in told(address)


def test_a_restricted_outcome_is_not_linked_from_the_pages_beside_it(
    outcome: Any, public_group: Any, members: Group
) -> None:
    group = work_url(stories.page_of(public_group), "en")
    companion = work_url(stories.OutcomePage.objects.get(title="An open companion"), "en")
    assert all("A zeppelin for cities" in told(address) for address in (group, companion))

    restrict(outcome, members)

    assert not any("A zeppelin for cities" in told(address) for address in (group, companion))


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_its_addresses_open_for_those_who_may_alone(
    outcome: Any, members: Group, reader: Client, language: str
) -> None:
    restrict(outcome, members)

    assert Client().get(work_url(outcome, language)).status_code == 302
    assert reader.get(work_url(outcome, language)).status_code == 200


def test_a_translation_stands_behind_the_restriction_of_its_source(
    outcome: Any, members: Group, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    french = in_french(outcome, secretariat, french_translator, french_reviewer)

    restrict(outcome, members)

    assert Client().get(work_url(french, "fr")).status_code == 302
    assert french.title not in told("/fr/outcomes/")
    assert search(SearchRequest("zeppelin", "fr")).total == 0


def test_a_restricted_translation_closes_the_work_and_no_other_text_takes_its_place(
    outcome: Any, members: Group, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    french = in_french(outcome, secretariat, french_translator, french_reviewer)

    restrict(french, members)

    assert Client().get(work_url(outcome, "en")).status_code == 302
    assert "A zeppelin for cities" not in told("/en/outcomes/")


def test_what_stands_under_a_restricted_group_is_restricted(
    outcome: Any, public_group: Any, members: Group, reader: Client
) -> None:
    group = stories.page_of(public_group)
    restrict(group, members)

    assert Client().get(work_url(outcome, "fr")).status_code == 302
    assert "A zeppelin for cities" not in told("/en/outcomes/")
    assert group.title not in told("/en/focus-groups/")
    assert "A zeppelin for cities" in told(work_url(group, "en"), reader)


def test_the_file_of_a_restricted_outcome_is_there_for_those_who_may_read_it(
    outcome: Any, members: Group, reader: Client, signed_in: Any, chair: Any
) -> None:
    url = outcome.files[0].value["document"].url
    assert status(url, Client()) == 200

    restrict(outcome, members)

    assert status(url, Client()) == 404
    assert status(url, signed_in(UserFactory(email="somebody@scm.example"))) == 404
    assert status(url, reader) == 200
    assert status(url, signed_in(chair)) == 200


def test_a_restricted_page_leaves_the_menu(db: None, members: Group) -> None:
    restrict(Page.objects.get(slug="about", locale__language_code="en"), members)

    assert 'href="/en/about/"' not in told("/en/")


# --- The doors ------------------------------------------------------------------------------------------------------


def looks_like_the_site(door: str) -> bool:
    """With the frame of every page, for no index, and without a word of what is behind."""
    frame = ('<main id="main"', '<meta name="robots" content="noindex', "Demonstration: erfundene Inhalte")
    behind = ("A zeppelin for cities", "report-a-problem")
    return all(part in door for part in frame) and not any(part in door for part in behind)


def test_who_is_asked_to_sign_in_does_so_on_a_page_of_the_site_and_reads_on(
    outcome: Any, members: Group, reader: Client, settings: Any
) -> None:
    settings.SCM_DEMO = True
    restrict(outcome, members)
    somebody, there = Client(), work_url(outcome, "de")
    asked = somebody.get(there, follow=True)
    UserFactory(email="somebody@scm.example")
    who = {"username": "somebody@scm.example", "password": "password", "next": there}

    assert looks_like_the_site(asked.content.decode())
    door = asked.redirect_chain[0][0]
    assert "Sie sind noch nicht angemeldet" in somebody.post(door, who | {"password": "wrong"}).content.decode()
    assert "Dieses Konto darf die Seite nicht lesen" in somebody.post(door, who, follow=True).content.decode()
    assert somebody.post(door, who | {"username": "reader@scm.example"}, follow=True).status_code == 200
    assert "A zeppelin for cities" in told(there, somebody)


def test_who_is_asked_for_a_password_types_it_on_a_page_of_the_site_and_reads_on(outcome: Any, settings: Any) -> None:
    settings.SCM_DEMO = True
    lock = PageViewRestriction.objects.create(page=outcome, restriction_type="password", password="heat")
    there, somebody = work_url(outcome, "de"), Client()
    door = reverse("wagtailcore_authenticate_with_password", args=[lock.pk, outcome.pk]).replace("/en/", "/de/")

    assert looks_like_the_site(told(there))
    refused = somebody.post(door, {"password": "cold", "return_url": there}).content.decode()
    assert looks_like_the_site(refused)
    assert "Der Zugang ist noch nicht offen" in refused
    # A door can be opened by its number: it does not say where it leads.
    assert 'name="return_url" value="/de/"' in told(door)
    assert "a-zeppelin-for-cities" not in told(door)
    assert (
        "A zeppelin for cities"
        in somebody.post(door, {"password": "heat", "return_url": there}, follow=True).content.decode()
    )


def test_a_file_behind_a_password_is_asked_for_on_a_page_of_the_site(outcome: Any, settings: Any) -> None:
    settings.SCM_DEMO = True
    document = outcome.files[0].value["document"]
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="password", password="heat"
    )
    german = Client(headers={"Accept-Language": "de"})

    door = told(document.url, german)

    assert looks_like_the_site(door)
    assert "Diese Datei steht allen offen, die ihr Passwort kennen." in door


# --- The search learns of it, or nothing is changed -----------------------------------------------------------------


def fail(**kwargs: Any) -> NoReturn:
    raise DatabaseError("The database went away.")


def test_a_restriction_of_which_the_search_does_not_learn_is_none(
    outcome: Any, secretariat: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, index = signed_in(secretariat), FocusGroupIndexPage.objects.get(locale__language_code="en")
    address, asked = reverse("wagtailadmin_pages:set_privacy", args=[index.pk]), {"restriction_type": "login"}

    with monkeypatch.context() as patched:
        patched.setattr("search.changes.note_change", fail)
        with pytest.raises(DatabaseError):
            client.post(address, asked)

    assert not PageViewRestriction.objects.exists()
    assert "A zeppelin for cities" in told("/en/search/?q=zeppelin")
    assert client.post(address, asked).status_code == 200
    assert "A zeppelin for cities" not in told("/en/search/?q=zeppelin")


def test_a_page_stays_where_it_is_unless_all_that_follows_from_its_move_is_done(
    db: None, administrator: Any, signed_in: Any
) -> None:
    home = HomePage.objects.get(locale__language_code="en")
    first, _second = (
        home.add_child(instance=ContentPage(title=slug, slug=slug, body="<p>A text.</p>", live=False))
        for slug in ("first", "second")
    )

    post_page_move.connect(fail)
    try:
        with pytest.raises(DatabaseError):
            signed_in(administrator).post(reverse("wagtailadmin_pages:move_confirm", args=[first.pk, home.pk]))
    finally:
        post_page_move.disconnect(fail)

    assert Page.objects.get(pk=first.pk).path == first.path
