"""A search server that does not answer is left alone for a while, by every process with which this one shares its cache.

What is known of it stands in the cache that the processes share. After the pause one request tries; the others are answered
by the database until that one succeeds.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from elasticsearch import BadRequestError

Answer = TypeVar("Answer")

logger = logging.getLogger("search")
PAUSE = 10
# Forgotten at the latest after so many seconds; then every request tries.
LONGEST = 60 * 60 * 24
IS_AWAY, IS_RESTING = "search.server.is_away", "search.server.is_resting"
WAS_ASKED_WRONGLY = "search.server.was_asked_wrongly"


class Away(Exception):
    """The server was not asked, did not answer, or answered nonsense."""


def is_away() -> bool:
    """Whether the server failed the last time that it was asked."""
    return bool(cache.get(IS_AWAY))


def ask(call: Callable[[], Answer]) -> Answer:
    """What the server answers to ``call``, which raises on whatever is no answer; ``Away`` is all that this raises."""
    was_away = is_away()
    if was_away and not cache.add(IS_RESTING, True, PAUSE):
        raise Away
    try:
        answer = call()
    except BadRequestError as error:
        if cache.add(WAS_ASKED_WRONGLY, True, PAUSE):
            logger.exception("The search server could not be asked this; the database answers.")
        raise Away from error
    except Exception as error:
        cache.set(IS_RESTING, True, PAUSE)
        if cache.add(IS_AWAY, True, LONGEST):
            logger.warning("The search server does not answer; the database does. %s: %s", type(error).__name__, error)
        raise Away from error
    if was_away:
        cache.delete_many([IS_AWAY, IS_RESTING])
        logger.warning("The search server answers again.")
    return answer
