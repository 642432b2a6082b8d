"""``check --deploy`` refuses a server whose addresses are nobody's."""

from typing import Any

import pytest

from scm_site.checks import check_addresses, is_nobodys


@pytest.fixture
def server(settings: Any) -> Any:
    """A server with addresses of its own."""
    settings.WAGTAILADMIN_BASE_URL = "https://focus-groups.city.eu"
    settings.ALLOWED_HOSTS = ["focus-groups.city.eu"]
    settings.SCM_FUNCTIONAL_MAILBOX = "secretariat@city.eu"
    settings.DEFAULT_FROM_EMAIL = "Focus groups <no-reply@city.eu>"
    return settings


def test_a_server_with_addresses_of_its_own_passes(server: Any) -> None:
    assert check_addresses(None) == []


@pytest.mark.parametrize(
    ("setting", "value", "name"),
    [
        ("WAGTAILADMIN_BASE_URL", "https://www.example.com", "SITE_URL"),
        ("WAGTAILADMIN_BASE_URL", "http://127.0.0.1:8000", "SITE_URL"),
        ("ALLOWED_HOSTS", ["focus-groups.city.eu", "localhost"], "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", [".example.org"], "ALLOWED_HOSTS"),
        ("SCM_FUNCTIONAL_MAILBOX", "secretariat@scm.example", "SCM_FUNCTIONAL_MAILBOX"),
        ("DEFAULT_FROM_EMAIL", "Focus groups <no-reply@scm.example>", "DEFAULT_FROM_EMAIL"),
    ],
)
def test_an_address_of_nobody_is_refused_by_name(server: Any, setting: str, value: Any, name: str) -> None:
    setattr(server, setting, value)

    assert [error.msg.split()[0] for error in check_addresses(None)] == [name]


def test_what_only_ends_alike_is_no_reserved_name() -> None:
    assert not any(map(is_nobodys, ("notexample.com", "example.com.city.eu", "10.0.0.1")))
    assert all(map(is_nobodys, ("[::1]", "LOCALHOST", "a.b.example.net")))
