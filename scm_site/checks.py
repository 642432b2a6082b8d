"""A server that goes public has whole addresses of its own: ``check --deploy`` refuses those of nobody and of everybody."""

from email.utils import parseaddr
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

# RFC 2606 and RFC 6761; and the defaults of a bare clone.
NOBODYS = ("example.com", "example.net", "example.org", "localhost", "scm.example")


def is_nobodys(host: str) -> bool:
    """Whether this host, or what it stands under, is reserved or this machine itself."""
    host = host.strip(".").lower()
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return any(host == name or host.endswith(f".{name}") for name in NOBODYS)


def check_addresses(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """The site's own address, its hosts, and the mailboxes to which people write."""
    hosts = {
        "SITE_URL": [_host_of_site()],
        "ALLOWED_HOSTS": settings.ALLOWED_HOSTS,
        "SCM_FUNCTIONAL_MAILBOX": [_host_of(settings.SCM_FUNCTIONAL_MAILBOX)],
        "DEFAULT_FROM_EMAIL": [_host_of(settings.DEFAULT_FROM_EMAIL)],
    }
    return _malformed() + [
        checks.Error(
            f"{name} names “{host}”, which is nobody's.",
            hint=f"Set {name} to an address of your own (docs/how-to/operator.md).",
            id="scm_site.E001",
        )
        for name, named in hosts.items()
        for host in named
        if is_nobodys(host)
    ]


def _malformed() -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    if not _host_of_site():
        found.append(
            checks.Error(
                f"SITE_URL is “{settings.WAGTAILADMIN_BASE_URL}”, to which links in mails cannot lead.",
                hint="Set SITE_URL to https:// and the host under which people reach the site, with nothing behind it.",
                id="scm_site.E002",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            checks.Error(
                "ALLOWED_HOSTS holds “*”: the site would answer under every name that anybody gives it.",
                hint="Set ALLOWED_HOSTS to the hosts under which people reach the site, with commas between them.",
                id="scm_site.E003",
            )
        )
    return found


def _host_of_site() -> str:
    """The host in the site's own address; ``""`` where that is no scheme and host alone."""
    try:
        parts = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    except ValueError:
        return ""
    is_whole = parts.scheme in ("http", "https") and not (parts.path or parts.query or parts.fragment)
    return parts.hostname or "" if is_whole else ""


def _host_of(mailbox: str) -> str:
    return parseaddr(mailbox)[1].rpartition("@")[2]
