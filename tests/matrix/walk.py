"""Knocks at every address as one role, and notes in few words what the answer was."""

import csv
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.messages import ERROR, get_messages
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from .addresses import Addresses
from .posts import POSTS
from .world import KINDS, ROLES

TABLE = Path(__file__).with_name("permissions.csv")
METHODS = ("GET", "POST")
PRIVATE = re.compile(rb"zyx(%s)" % "|".join(KINDS).encode(), re.IGNORECASE)
STATEMENT = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM|SAVEPOINT|ROLLBACK TO SAVEPOINT) "(\w+)"')
# What a mere look may write.
VISITS = {
    "django_session",
    "scm_files_rendition",
    # That nothing was found is counted, without who looked for it.
    "scm_search_emptysearch",
    "scm_moderation_previewopening",
    "wagtailadmin_editingsession",
    "wagtailadmin_formstate",
    "wagtailcore_pagesubscription",
    "wagtailusers_userprofile",
}
# Everything, and what does not pass itself on.
LOGGERS = (None, "django.request")
WORDS = {200: "open", 400: "refused", 403: "forbidden", 404: "not found", 405: "no such method", 410: "gone"}


@dataclass(frozen=True)
class Row:
    """One line of the table: an address, of which thing, how it is asked, and what each role gets."""

    url: str
    of: str
    method: str
    answers: dict[str, str] = field(compare=False)


@dataclass(frozen=True)
class Answer:
    word: str
    private: set[str]
    written: set[str]


def declared() -> list[Row]:
    with TABLE.open(newline="") as stream:
        lines = [{key.strip(): value.strip() for key, value in line.items()} for line in csv.DictReader(stream)]
    return [Row(line["url"], line["of"], line["method"], {role: line[role] for role in ROLES}) for line in lines]


def known_urls(resolver: Any = None, before: str = "/") -> Iterator[str]:
    """The address of every pattern that the resolver knows, with ``<name>`` for what is put in."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield simplify(address)
        else:
            yield from known_urls(pattern, address)


# Patterns without a name for what is put in.
UNNAMED = {
    r"(\d+)/(.*)": "<document_id>/<filename>",
    r"((?!_util/)(?:[\w\-]+/)*)": "<path>",
    r"((?:[\w\-]+/)*)": "<path>",
    r".*/": "<anything>/",
}


def simplify(address: str) -> str:
    for pattern, name in UNNAMED.items():
        address = address.replace(pattern, name)
    address = re.sub(r"<\w+:(\w+)>", r"<\1>", address)
    address = re.sub(r"\(\?P(<\w+>)[^()]*\)", r"\1", address)
    return re.sub(r"[\\^$]", "", address)


class _Forms(HTMLParser):
    """What a browser would send if somebody pressed the button of each form without a change."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms = path, {}
        self.fields: dict[str, Any] | None = None
        self.select = self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        attributes = dict(attrs)
        if tag == "form" and (attributes.get("method") or "").lower() == "post":
            action = urlsplit(attributes.get("action") or self.path).path or self.path
            self.fields = self.forms.setdefault(action, {})
        if self.fields is None:
            return
        name, value = attributes.get("name"), attributes.get("value")
        if tag == "select":
            self.select = name or ""
        if tag == "textarea" and name:
            self.text = name
            self.fields[name] = ""
        kind = attributes.get("type")
        ticked = kind not in ("checkbox", "radio") or "checked" in attributes
        if tag == "input" and name and kind not in ("submit", "file", "button") and ticked:
            self.fields.setdefault(name, []).append(("on" if kind == "checkbox" else "") if value is None else value)
        if tag == "option" and self.select and "selected" in attributes:
            self.fields.setdefault(self.select, []).append(value or "")

    def handle_data(self, data: str) -> None:
        if self.text and self.fields is not None:
            self.fields[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.text = ""
        if tag == "form":
            self.fields = None


def forms_of(path: str, html: str) -> dict[str, dict[str, Any]]:
    found = _Forms(path)
    found.feed(html)
    return found.forms


class Walk:
    """One role's way along every address; each answer is undone."""

    def __init__(self, addresses: Addresses, role: str) -> None:
        self.addresses, self.forms = addresses, {}
        self.client = Client(raise_request_exception=False)
        if role != "visitor":
            self.client.force_login(addresses.world.users[role])
        self.cookies = {name: cookie.value for name, cookie in self.client.cookies.items()}

    def look(self, path: str) -> Answer:
        return self._ask(path)

    def ask(self, row: Row) -> Answer:
        path = self.addresses.path(row.url, row.of)
        return self._ask(path, self._posted(row, path) if row.method == "POST" else None)

    def _posted(self, row: Row, path: str) -> dict[str, Any]:
        """The form of the screen as it came, and what makes it complete."""
        return self.forms.get(urlsplit(path).path, {}) | POSTS.get(row.url, lambda page: {})(
            self.addresses.page(row.of)
        )

    def _ask(self, path: str, posted: dict[str, Any] | None = None) -> Answer:
        written, log = Written(), Log()
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies[name] = value
        with translation.override("en"), log, transaction.atomic(), connection.execute_wrapper(written):
            response = self.client.get(path) if posted is None else self.client.post(path, posted)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            word = word_for(response, written.tables)
            transaction.set_rollback(True)
        if written.tables:
            cache.clear()
        told = body + f"{response.headers} {messages_of(response)} {log.text}".encode()
        # What the reader typed is no secret told.
        told = told.replace(urlsplit(path).path.partition("/")[2].partition("/")[2].encode(), b"")
        if posted is None and response.headers.get("Content-Type", "").startswith("text/html"):
            self.forms = forms_of(urlsplit(path).path, body.decode()) | self.forms
        return Answer(word, {name.decode() for name in PRIVATE.findall(told)}, written.tables)


class Log(logging.Handler):
    """What was logged meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += self.format(record)

    def __enter__(self) -> None:
        for name in LOGGERS:
            logging.getLogger(name).addHandler(self)

    def __exit__(self, *error: Any) -> None:
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(self)


class Written:
    """The tables that statements changed, but for what was rolled back."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, str]] = []

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if found := STATEMENT.match(sql):
            verb, name = found.groups()
            if verb.startswith("ROLLBACK"):
                del self.statements[self.statements.index(("SAVEPOINT", name)) + 1 :]
            else:
                self.statements.append((verb, name))
        return execute(sql, *rest)

    @property
    def tables(self) -> set[str]:
        return {name for verb, name in self.statements if verb != "SAVEPOINT"} - VISITS


def word_for(response: Any, changed: set[str]) -> str:
    """The answer in few words."""
    where = response.headers.get("Location", "")
    errors = messages_of(response, ERROR)
    if response.status_code < 400 and changed:
        return "changes"
    if "do not have permission" in errors:
        return "forbidden"
    # The screens of a decision show what keeps it from being taken at its fields.
    if response.status_code < 400 and (errors or (response.context or {}).get("problems")):
        return "refused"
    if where.startswith(reverse("wagtailadmin_login") + "?"):
        return "sign in"
    return "leads on" if where else WORDS.get(response.status_code, str(response.status_code))


def messages_of(response: Any, level: int = 0) -> str:
    """What the answer tells, or will tell on the next screen, in messages of this level."""
    if not hasattr(response.wsgi_request, "_messages"):
        return ""
    return " ".join(str(message) for message in get_messages(response.wsgi_request) if message.level >= level)
