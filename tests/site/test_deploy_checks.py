"""``check --deploy`` refuses a server whose addresses are nobody's, everybody's or lead nowhere."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from scm_site.checks import is_nobodys


@pytest.fixture
def server(settings: Any) -> Any:
    """A server with addresses of its own."""
    settings.WAGTAILADMIN_BASE_URL = "https://focus-groups.city.eu"
    settings.ALLOWED_HOSTS = ["focus-groups.city.eu"]
    settings.SCM_FUNCTIONAL_MAILBOX = "secretariat@city.eu"
    settings.DEFAULT_FROM_EMAIL = "Focus groups <no-reply@city.eu>"
    return settings


def refused() -> list[tuple[str, str]]:
    """Which check of ours refused which variable, as Django runs them."""
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return [(error.id, error.msg.split()[0]) for error in found if error.id.startswith("scm_site.")]


def test_a_server_with_addresses_of_its_own_passes(server: Any) -> None:
    assert refused() == []
    call_command("check", deploy=True)


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

    assert refused() == [("scm_site.E001", name)]


@pytest.mark.parametrize(
    "address",
    [
        "focus-groups.city.eu",
        "focus-groups.city.eu:443",
        "//focus-groups.city.eu",
        "ftp://focus-groups.city.eu",
        "https://",
        "https://[focus-groups.city.eu",
        "https://focus-groups.city.eu/",
        "https://focus-groups.city.eu?en",
        "",
    ],
)
def test_an_address_of_the_site_that_links_cannot_begin_with_is_refused(server: Any, address: str) -> None:
    server.WAGTAILADMIN_BASE_URL = address

    assert refused() == [("scm_site.E002", "SITE_URL")]


def test_a_site_that_answers_under_every_name_is_refused(server: Any) -> None:
    server.ALLOWED_HOSTS = ["focus-groups.city.eu", "*"]

    assert refused() == [("scm_site.E003", "ALLOWED_HOSTS")]


def test_the_command_says_what_to_set(server: Any) -> None:
    server.WAGTAILADMIN_BASE_URL, server.ALLOWED_HOSTS = "focus-groups.city.eu", ["*"]

    with pytest.raises(SystemCheckError) as refusal:
        call_command("check", deploy=True)

    assert "Set SITE_URL to https:// and the host" in str(refusal.value)
    assert "Set ALLOWED_HOSTS to the hosts" in str(refusal.value)


def test_what_only_ends_alike_is_no_reserved_name() -> None:
    assert not any(map(is_nobodys, ("notexample.com", "example.com.city.eu", "10.0.0.1")))
    assert all(map(is_nobodys, ("[::1]", "LOCALHOST", "a.b.example.net")))
