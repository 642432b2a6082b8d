"""Redis as the memory that all processes share; while it does not answer, each process remembers for itself.

The site works without it: then a menu can be older than in another process, and each process counts alone.
"""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)
# Seconds for which one waits for an answer, and for which Redis is left alone after it gave none.
PATIENCE = 0.5
PAUSE = 10
_left_alone_until = 0.0


def _or_own(name: str) -> Callable[..., Any]:
    """The method of this name, asked of Redis or else of this process."""

    def ask(self: "SharedCache", *args: Any, **kwargs: Any) -> Any:
        global _left_alone_until
        if monotonic() >= _left_alone_until:
            try:
                return getattr(super(SharedCache, self), name)(*args, **kwargs)
            except RedisError as error:
                _left_alone_until = monotonic() + PAUSE
                logger.warning("Redis does not answer, and each process remembers for itself: %s", error)
        return getattr(self.own, name)(*args, **kwargs)

    return ask


class SharedCache(RedisCache):
    """Django's, with a stand-in."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            # Once more, for a connection that the server closed while nobody used it.
            "retry": Retry(NoBackoff(), 1),
        }
        super().__init__(server, {**params, "OPTIONS": {**options, **params.get("OPTIONS", {})}})
        self.own = LocMemCache(__name__, params)

    add = _or_own("add")
    get = _or_own("get")
    set = _or_own("set")
    touch = _or_own("touch")
    delete = _or_own("delete")
    incr = _or_own("incr")
    has_key = _or_own("has_key")
    get_many = _or_own("get_many")
    set_many = _or_own("set_many")
    delete_many = _or_own("delete_many")
    clear = _or_own("clear")


def health() -> dict[str, str]:
    """For ``/healthz/``; a cache that is away makes nothing wrong."""
    cache.get("scm_site.health")
    is_away = monotonic() < _left_alone_until
    return {"cache": "does not answer: each process remembers for itself" if is_away else "answers"}
