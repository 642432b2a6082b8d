"""Links that choose a password: asked for too often, no more are sent, and nobody learns who has an account."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from scm_site import throttle
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ILSE, NOBODY = "ilse@secretariat.example", "nobody@secretariat.example"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"
TOO_OFTEN = "Links for this address were asked for too often from your network. Look into your mailbox, or try again in an hour."


@pytest.fixture(autouse=True)
def two_an_hour(settings: Any) -> None:
    cache.clear()
    settings.SCM_PASSWORD_LINKS_AN_HOUR = 2
    user = UserFactory(email=ILSE)
    user.set_password("right")
    user.save()


def ask(email: str, *, of: str = HERE) -> Any:
    return Client().post(reverse("wagtailadmin_password_reset"), {"email": email}, REMOTE_ADDR=of)


def test_the_third_link_within_an_hour_is_not_sent_and_says_why() -> None:
    for email in (ILSE, ILSE.capitalize()):
        assert ask(email).status_code == 302

    assert TOO_OFTEN in ask(ILSE).content.decode()
    assert len(mail.outbox) == 2


def test_the_answer_is_the_same_for_who_has_no_account() -> None:
    answers = {email: [ask(email) for _number in range(3)] for email in (ILSE, NOBODY)}

    said = {
        email: [(answer.status_code, answer.content.decode().count(TOO_OFTEN)) for answer in given]
        for email, given in answers.items()
    }
    assert said[ILSE] == said[NOBODY] == [(302, 0), (302, 0), (200, 1)]


def test_nobody_holds_up_another_address_or_another_network() -> None:
    for _number in range(3):
        ask(NOBODY)
        ask(ILSE, of=ELSEWHERE)
    mail.outbox.clear()

    ask(ILSE)

    assert [message.to for message in mail.outbox] == [[ILSE]]


def test_an_hour_later_one_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(3):
        ask(ILSE)
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(throttle.timezone, "now", lambda: later)

    assert ask(ILSE).status_code == 302
