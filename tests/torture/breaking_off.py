"""Let the database refuse one statement of a verb, and compare all that it holds before and after."""

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from math import ceil
from pkgutil import iter_modules
from types import CodeType, FrameType
from typing import Any

from django.db import OperationalError, connection, transaction

from tests.test_architecture import ROOMS, ROOT
from tests.torture.conftest import IN_FULL

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
# Not of the verb: who is signed in, and the messages that the next screen shows.
NOT_STATE = {"django_session", "sqlite_sequence"}
MOST = 10
Verb = Callable[[], Any]
Rows = dict[str, list[str]]


class Aborted(OperationalError):
    """The database broke off here."""


@dataclass
class Abort:
    """Refuses one statement, the ``at``-th of those that count."""

    at: int
    seen: int = 0
    refused: str = ""
    raised: bool = False
    left: Rows = field(default_factory=dict)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if IN_FULL or WRITES.match(sql):
            self.seen += 1
            if self.seen == self.at:
                self.refused = sql
                raise Aborted(sql)
        return execute(sql, params, many, context)


def snapshot() -> Rows:
    """Every row of every table."""
    as_text = "kept::text" if connection.vendor == "postgresql" else "*"
    rows = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT {as_text} FROM {connection.ops.quote_name(table)} AS kept")
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


@cache
def tables() -> list[str]:
    with connection.cursor() as cursor:
        return [name for name in connection.introspection.table_names(cursor) if name not in NOT_STATE]


@contextmanager
def undone() -> Iterator[None]:
    """What a verb wrote is taken back, so that the next attempt begins where this one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def attempt(verb: Verb, at: int) -> Abort:
    abort = Abort(at)
    with undone():
        try:
            with connection.execute_wrapper(abort):
                verb()
        except Exception:
            abort.raised = True
        abort.left = snapshot()
    return abort


def some_of(statements: int) -> range:
    """At which statements a verb of so many is broken off: at each, or, in the reduced form, at ten that lie apart."""
    return range(1, statements + 1, 1 if IN_FULL else ceil(statements / MOST))


def first_difference(expected: Rows, left: Rows) -> str:
    return next((table for table in expected if expected[table] != left[table]), "")


def what_is_missing(before: Rows, after: Rows, left: Rows) -> str:
    """The first table that is not as after the verb; keys and times of new rows differ, so rows are counted."""
    for table in after:
        if len(after[table]) != len(left[table]):
            return table
    return "" if first_difference(before, left) else "nothing was written, and nobody was told,"


def verbs_of_the_house() -> set[Callable[..., Any]]:
    """The functions of every ``actions`` that take keywords alone."""
    return {
        found
        for room in ROOMS
        for module in iter_modules([str(ROOT / room / "actions")], f"{room}.actions.")
        for found in vars(import_module(module.name)).values()
        if inspect.isfunction(found)
        and found.__module__ == module.name
        and not found.__name__.startswith("_")
        and all(value.kind == value.KEYWORD_ONLY for value in inspect.signature(found).parameters.values())
    }


@contextmanager
def functions_called() -> Iterator[set[CodeType]]:
    """The code of every function that is called meanwhile."""
    called: set[CodeType] = set()

    def note(frame: FrameType, event: str, arg: Any) -> None:
        if event == "call":
            called.add(frame.f_code)

    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)


def was_called(verb: Callable[..., Any], called: set[CodeType]) -> bool:
    return inspect.unwrap(verb).__code__ in called
