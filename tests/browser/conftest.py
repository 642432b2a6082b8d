"""A real site for Chromium: its own database, its own server process, the demonstration's people. No test writes past
the screen after the seed."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.services import chromium_path

from .people import HEIGHT, WIDTH, Visitor

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker("browser")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _own_database(folder: Path) -> str:
    """An empty database on the server that ``DATABASE_URL`` names, else a file."""
    address = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not address.scheme.startswith("postgres"):
        return f"sqlite:///{folder / 'browser.sqlite3'}"
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS scm_browser")
        connection.execute("CREATE DATABASE scm_browser")
    return address._replace(path="/scm_browser").geturl()


@pytest.fixture(scope="session")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site with the demonstration's content; ``BROWSER_SITE`` names one that runs already."""
    if os.environ.get("BROWSER_SITE"):
        yield os.environ["BROWSER_SITE"]
        return
    folder = tmp_path_factory.mktemp("site")
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "scm_site.settings.dev",
        "DATABASE_URL": _own_database(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "SITE_URL": url,
        "ELASTICSEARCH_URL": "",
        "DEBUG": "false",
    }
    subprocess.run(
        [sys.executable, "manage.py", "seed_demo", "--from-nothing"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload", "--insecure"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(url + "/healthz/", server, folder / "server.log")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(120):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"The site did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, Any]:
    """The cookies of those who have signed in, by their address: a password is long to check."""
    return {}


@pytest.fixture
def somebody(chromium: Browser, site_url: str, signed_in: dict[str, Any]) -> Iterator[Any]:
    """Makes people at their own browsers: ``somebody()`` is a visitor, ``somebody("a@b.example")`` signed in."""
    contexts = []

    def arrive(email: str | None = None, language: str = "en", **options: Any) -> Visitor:
        context = chromium.new_context(
            locale=language,
            viewport={"width": WIDTH, "height": HEIGHT},
            accept_downloads=True,
            storage_state=signed_in.get(email),
            **options,
        )
        contexts.append(context)
        visitor = Visitor(context.new_page(), site_url)
        if email in signed_in:
            visitor.goes_to("/admin/")
        elif email:
            visitor.sign_in(email)
            signed_in[email] = {"cookies": context.cookies(), "origins": []}
        return visitor

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def reader(chromium: Browser, site_url: str) -> Iterator[Visitor]:
    """A visitor who stays for all tests of a file: what the pages share is loaded once."""
    context = chromium.new_context(locale="en")
    yield Visitor(context.new_page(), site_url)
    context.close()
