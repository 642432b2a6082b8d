"""What a screen asks before it sends what somebody wrote."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode
from wagtail.users.models import UserProfile

pytestmark = pytest.mark.django_db


def test_who_is_signed_in_gets_the_token_that_a_form_needs_now(
    signed_in: Callable[[Any], Client], secretariat: Any
) -> None:
    client = signed_in(secretariat)

    answer = client.get(reverse("session"))

    assert answer.json()["user"] == secretariat.pk
    assert answer.json()["token"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_is_not_is_refused_and_not_sent_elsewhere() -> None:
    answer = Client().get(reverse("session"), headers={"X-Requested-With": "XMLHttpRequest"})

    assert answer.status_code == 403


def test_every_screen_can_say_that_it_does_not_save(signed_in: Callable[[Any], Client], secretariat: Any) -> None:
    page = signed_in(secretariat).get(reverse("help")).content.decode()

    assert f'data-user="{secretariat.pk}"' in page
    assert page.count('class="session-notice') == 4


def test_a_refusal_speaks_the_language_of_the_account(chair: Any, signed_in: Any) -> None:
    profile = UserProfile.get_for_user(chair)
    profile.preferred_language = "de"
    profile.save()

    answer = signed_in(chair).get(reverse("log"), follow=True)

    assert "Sie haben leider keinen Zugang zu diesem Bereich." in answer.content.decode()


def test_a_first_password_is_chosen_in_the_words_of_the_site(chair: Any) -> None:
    key = urlsafe_base64_encode(str(chair.pk).encode())
    client, link = Client(), ["wagtailadmin_password_reset_confirm", key, default_token_generator.make_token(chair)]

    form = client.get(reverse(link[0], args=link[1:]), follow=True)
    done = client.post(
        form.redirect_chain[-1][0], {"new_password1": "long-enough-1", "new_password2": "long-enough-1"}, follow=True
    ).content.decode()
    again = Client().get(reverse(link[0], args=link[1:]), follow=True).content.decode()

    assert "Choose your password" in form.content.decode()
    assert "Save the password" in form.content.decode()
    assert "Your password is saved" in done
    assert "Sign in" in done
    assert "This link does not work any more" in again


@pytest.mark.parametrize(
    "address",
    [
        "",
        "pages/",
        "pages/1/",
        "pages/search/?q=a",
        "choose-page/",
        "documents/",
        "images/",
        "reports/page-types-usage/",
    ],
)
def test_no_cache_keeps_a_screen_that_stands_in_the_place_of_wagtails(
    address: str, signed_in: Any, administrator: Any
) -> None:
    answer = signed_in(administrator).get(f"/admin/{address}")

    assert answer.status_code in {200, 302}
    assert "no-store" in answer.headers["Cache-Control"]
