"""How much comes from one place within an hour, without keeping from where: only a keyed hash, which changes every hour."""

import logging
import re
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)
HOUR = 60 * 60
# Somebody with IPv6 has all addresses that begin like theirs.
IPV6_PREFIX = 64
WITH_PORT = re.compile(r"\[(?P<ipv6>[^\]]+)\](?::\d+)?|(?P<ipv4>[\d.]+):\d+")


def is_too_much(request: HttpRequest, *, what: str, an_hour: int, of: str = "") -> bool:
    """Count one more ``what`` from where ``request`` comes, and say whether that is more than ``an_hour``.

    ``of`` is whom or what it is about, where each is counted apart.
    """
    key = _key(request, what, of)
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key) > an_hour
    except ValueError:  # The count ended in between, with its hour or with Redis.
        return False


def forget(request: HttpRequest, *, what: str, of: str = "") -> None:
    """Begin again to count it."""
    cache.delete(_key(request, what, of))


def _key(request: HttpRequest, what: str, of: str) -> str:
    hour = int(timezone.now().timestamp()) // HOUR
    of_whom = f"{_place(request)} {of}"
    return salted_hmac(f"scm_site.throttle.{what}.{hour}", of_whom, algorithm="sha256").hexdigest()


def _place(request: HttpRequest) -> str:
    """The network of whoever asks, as the outermost of our ``SCM_PROXIES`` saw it; where that one did not say, all who come
    through it are one.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.SCM_PROXIES:
        # Each proxy adds at the end whom it saw; what stands before was said by the client itself.
        said = request.headers.get("X-Forwarded-For", "").split(",")[-settings.SCM_PROXIES :][0]
        if place := _network(said):
            return place
        if cache.add("scm_site.throttle.unsaid", True, HOUR):
            logger.warning(
                "The proxy in front of the site does not say in X-Forwarded-For who asks: all are counted as one."
            )
    return _network(seen)


def _network(said: str) -> str:
    """An address with IPv4, or what all addresses of somebody with IPv6 have in common; ``""`` where it is none.

    Some proxies add the port.
    """
    host = WITH_PORT.fullmatch(said.strip())
    try:
        address = ip_address(host["ipv6"] or host["ipv4"] if host else said.strip())
    except ValueError:
        return ""
    return str(ip_network((address, IPV6_PREFIX), strict=False) if address.version == 6 else address)
