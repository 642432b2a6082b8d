"""Whoever tries passwords has to wait, and locks nobody else out."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from scm_site import throttle
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TOO_OFTEN = "Signing in to this account failed too often from your network. Try again in an hour."
DOORS = ("/admin/login/", "/en/_util/login/")
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def three_an_hour(settings: Any) -> None:
    cache.clear()
    settings.SCM_SIGN_INS_AN_HOUR = 3


@pytest.fixture
def ilse(db: None) -> Any:
    user = UserFactory(email="ilse@secretariat.example")
    user.set_password("right")
    user.save()
    return user


def sign_in(password: str, *, email: str = "ilse@secretariat.example", door: str = DOORS[0], of: str = HERE) -> Any:
    return Client().post(door, {"username": email, "password": password}, REMOTE_ADDR=of)


def fail_three_times(**values: str) -> None:
    for _number in range(3):
        assert TOO_OFTEN not in sign_in("wrong", **values).content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_after_some_failures_even_the_right_password_waits(door: str, ilse: Any) -> None:
    fail_three_times(door=door)

    answer = sign_in("right", door=door)

    assert TOO_OFTEN in answer.content.decode()
    assert "_auth_user_id" not in answer.client.session


def test_nobody_is_locked_out_from_elsewhere_or_of_another_account(ilse: Any) -> None:
    fail_three_times(of=ELSEWHERE)
    fail_three_times(email="ola@secretariat.example")

    assert sign_in("right").status_code == 302


def test_one_account_is_one_however_it_is_written(ilse: Any) -> None:
    fail_three_times(email="Ilse@Secretariat.example")

    assert TOO_OFTEN in sign_in("right", email=" ilse@secretariat.example").content.decode()


def test_who_signs_in_begins_anew(ilse: Any) -> None:
    for password in ("wrong", "wrong", "right", "wrong", "wrong"):
        sign_in(password)

    assert sign_in("right").status_code == 302


def test_an_empty_password_begins_nothing_anew(ilse: Any) -> None:
    fail_three_times()
    sign_in("")

    assert TOO_OFTEN in sign_in("right").content.decode()


def test_an_hour_later_one_signs_in_again(ilse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_three_times()
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(throttle.timezone, "now", lambda: later)

    assert sign_in("right").status_code == 302


def test_it_is_said_in_the_readers_language(ilse: Any) -> None:
    fail_three_times()

    answer = Client(headers={"Accept-Language": "de"}).post(
        DOORS[0], {"username": ilse.email, "password": "right"}, REMOTE_ADDR=HERE
    )

    assert "Bitte versuchen Sie es in einer Stunde noch einmal." in answer.content.decode()
