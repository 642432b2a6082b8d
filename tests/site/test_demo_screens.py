"""The demonstration's help at the door, and the mails to read in the browser; a real site has neither."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from outbox.models import Message
from scm_site.demo.accounts import PASSWORD, accounts, make_people

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.demo_urls")]


@pytest.fixture
def demonstration(settings: Any) -> None:
    settings.SCM_DEMO = True
    make_people()


def sign_in_page() -> str:
    return Client().get(reverse("wagtailadmin_login")).content.decode()


def post(to: str, subject: str, text: str = "Look at http://127.0.0.1:8000/admin/ first.") -> Message:
    return Message.objects.create(to=to, language="en", subject=subject, text=text, kind="tests")


def test_the_door_bears_our_name(settings: Any) -> None:
    page = sign_in_page()

    assert "Sign in to the focus groups" in page
    assert "Sign in to Wagtail" not in page
    assert "icon-wagtail" not in page


def test_the_demonstration_lists_its_accounts_at_the_door(demonstration: None) -> None:
    page = sign_in_page()

    assert f"<strong>{PASSWORD}</strong>" in page
    assert all(account.email in page for account in accounts())
    assert reverse("demo:mails") in page


def test_a_real_site_says_nothing_of_the_demonstration_even_with_its_accounts(settings: Any) -> None:
    settings.SCM_DEMO = False
    make_people()

    page = sign_in_page()

    assert PASSWORD not in page
    assert not any(account.email in page for account in accounts())
    assert "demonstration" not in page.lower()


def test_accounts_that_were_not_made_are_not_offered(settings: Any) -> None:
    settings.SCM_DEMO = True

    assert PASSWORD not in sign_in_page()


@pytest.mark.urls("scm_site.urls")
def test_the_mails_have_no_address_on_a_real_site() -> None:
    assert Client().get("/demo/mails/", follow=True).status_code == 404


def test_a_mail_is_read_in_the_browser_with_its_links(demonstration: None) -> None:
    post("chair@city.example", "Approved <now>")

    page = Client().get(reverse("demo:mails")).content.decode()

    assert "Approved &lt;now&gt;" in page
    assert '<a href="http://127.0.0.1:8000/admin/"' in page


def test_the_mails_of_one_person_can_be_read_alone(demonstration: None) -> None:
    post("chair@city.example", "To the chair")
    post("translator@words.example", "To the translator")

    page = Client().get(reverse("demo:mails"), {"to": "chair@city.example"}).content.decode()

    assert "To the chair" in page
    assert "To the translator" not in page


def test_a_mail_whose_address_was_erased_says_so(demonstration: None) -> None:
    Message.objects.update_or_create(
        to="", defaults={"language": "en", "subject": "Answered", "kind": "moderation.answer"}
    )

    assert "a reader, whose address was erased when it was sent" in Client().get(reverse("demo:mails")).content.decode()
