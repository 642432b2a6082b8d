"""How much comes from one place within an hour, without keeping from where: only a keyed hash, which changes every hour."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
# Somebody with IPv6 has all addresses that begin like theirs.
IPV6_PREFIX = 64


def is_too_much(request: HttpRequest, *, what: str, an_hour: int, of: str = "") -> bool:
    """Count one more ``what`` from where ``request`` comes, and say whether that is more than ``an_hour``.

    ``of`` is whom or what it is about, where each is counted apart.
    """
    key = _key(request, what, of)
    if not key:
        return False
    cache.add(key, 0, timeout=HOUR)
    return cache.incr(key) > an_hour


def forget(request: HttpRequest, *, what: str, of: str = "") -> None:
    """Begin again to count it."""
    if key := _key(request, what, of):
        cache.delete(key)


def _key(request: HttpRequest, what: str, of: str) -> str:
    place = _place(request)
    hour = int(timezone.now().timestamp()) // HOUR
    return place and salted_hmac(f"scm_site.throttle.{what}.{hour}", f"{place} {of}", algorithm="sha256").hexdigest()


def _place(request: HttpRequest) -> str:
    """The network address of whoever asks, as the outermost of our ``SCM_PROXIES`` saw it; ``""`` where nobody did."""
    addresses = [request.META.get("REMOTE_ADDR", "")]
    if settings.SCM_PROXIES:
        # Each proxy adds at the end whom it saw; what stands before was said by the client itself.
        addresses = request.headers.get("X-Forwarded-For", "").split(",")[-settings.SCM_PROXIES :]
    try:
        address = ip_address(addresses[0].strip())
    except ValueError:
        return ""
    return str(ip_network((address, IPV6_PREFIX), strict=False) if address.version == 6 else address)
