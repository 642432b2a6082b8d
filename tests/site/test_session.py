"""What a screen asks before it sends what somebody wrote."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

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
