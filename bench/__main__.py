"""``make bench``: queries and CPU of each kind of public page on the demonstration's content, and of what grows with it.

Each page is asked for in turn with the others, so that a noisy machine is noisy for all. CPU is the process's own, the
median of ``ROUNDS`` requests after two that warm up; the constant view answers ``ok`` through the same middleware.
"""

import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scm_site.settings.dev")
os.environ.setdefault("DEBUG", "false")

import django

django.setup()

from django.db import connection, reset_queries
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from bench.publication import PAGES, check, many_outcomes
from bench.queue import WAITING, queue
from outcomes.models import OutcomePage
from scm_site.urls import urlpatterns as site_urlpatterns

ROUNDS = 15


def constant(request: HttpRequest) -> HttpResponse:
    """The price of the middleware alone."""
    return HttpResponse("ok")


urlpatterns = [path("constant/", constant), *site_urlpatterns]


def pages() -> dict[str, str]:
    """A name and an address for each kind of page; the group is the one with most public outcomes."""
    outcome = OutcomePage.objects.live().filter(locale__language_code="en").order_by("path").first()
    if outcome is None:
        raise SystemExit("There is no public outcome: run `make demo` once, which builds the demonstration.")
    below = outcome.url_path.strip("/").partition("/")[2]
    group = "/".join(below.split("/")[:2])
    return {
        "constant view": "/constant/",
        "home": "/en/",
        "focus groups": "/en/focus-groups/",
        "focus group": f"/en/{group}/",
        "work programme": f"/en/{group}/work-programme/",
        "Terms of Reference": f"/en/{group}/terms-of-reference/",
        "outcomes": "/en/outcomes/",
        "outcome": f"/en/{below}/",
        "outcome, shown in German": f"/de/{below}/",
        "search": "/en/search/?q=renovation",
        "about": "/en/about/",
    }


def measure(found: dict[str, str]) -> float:
    """Print a line for each page; returns the milliseconds of the constant view."""
    client = Client(SERVER_NAME="127.0.0.1")
    queries: dict[str, int] = {}
    weights: dict[str, int] = {}
    cpu: dict[str, list[float]] = {name: [] for name in found}
    for name, address in found.items():
        for _warm_up in range(2):
            client.get(address)
        reset_queries()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        queries[name], weights[name] = len(captured), len(response.content)
    for _round in range(ROUNDS):
        for name, address in found.items():
            begun = time.process_time()
            client.get(address)
            cpu[name].append((time.process_time() - begun) * 1000)
    base = statistics.median(cpu["constant view"])
    print(f"{'page':28}{'queries':>8}{'CPU ms':>9}{'ratio':>8}{'KB':>8}")
    for name in found:
        median = statistics.median(cpu[name])
        print(f"{name:28}{queries[name]:8}{median:9.1f}{median / base:8.1f}{weights[name] / 1024:8.1f}")
    return base


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="bench.__main__"):
        found = pages()
        constant_ms = measure(found)
        number, median, weight = queue(ROUNDS)
        print(f"{f'queue, {WAITING} waiting':28}{number:8}{median:9.1f}{median / constant_ms:8.1f}{weight:8.1f}")
        with many_outcomes():
            print(f"with {PAGES} outcomes more")
            measure({name: found[name] for name in ("constant view", "home", "outcomes")})
            check()
