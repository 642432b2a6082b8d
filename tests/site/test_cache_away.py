"""A Redis of the test's own that pauses, dies and comes back: the site answers as always."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from tests.services import needs_redis_server

pytestmark = [pytest.mark.django_db, needs_redis_server]
AWAY = {"cache": "does not answer: each process remembers for itself"}


class OwnRedis:
    def __init__(self, port: int) -> None:
        self.port = port
        self.start()

    def start(self) -> None:
        command = [shutil.which("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd="/")
        for _attempt in range(100):
            with suppress(OSError):
                if subprocess.run(["redis-cli", "-p", str(self.port), "ping"], capture_output=True).stdout == b"PONG\n":
                    return
            time.sleep(0.05)
        raise AssertionError("redis-server did not answer")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def redis(settings: Any, free_tcp_port: int, monkeypatch: Any) -> Iterator[OwnRedis]:
    from scm_site import cache

    server = OwnRedis(free_tcp_port)
    monkeypatch.setattr(cache, "_left_alone_until", 0.0)
    settings.CACHES = {
        "default": {"BACKEND": "scm_site.cache.SharedCache", "LOCATION": f"redis://127.0.0.1:{server.port}/0"}
    }
    settings.SCM_HEALTH = ["scm_site.cache.health"]
    caches["default"].own.clear()
    yield server
    server.kill()


@pytest.fixture(params=["killed", "paused"])
def away(request: Any, redis: OwnRedis) -> OwnRedis:
    caches["default"].set("known", "before")
    if request.param == "killed":
        redis.kill()
    else:
        os.kill(redis.process.pid, signal.SIGSTOP)
    return redis


def test_what_one_process_remembers_is_shared(redis: OwnRedis) -> None:
    caches["default"].set("known", "to all", 60)

    found = subprocess.run(["redis-cli", "-p", str(redis.port), "keys", "*"], capture_output=True, text=True).stdout

    assert ":1:known" in found
    assert Client().get("/healthz/").json()["cache"] == "answers"


def test_without_it_every_page_and_the_way_in_answer_and_its_health_is_said(
    away: OwnRedis, public_outcome: Any, caplog: Any
) -> None:
    paths = [
        "/en/",
        "/en/outcomes/",
        public_outcome.url,
        "/en/search/?q=nothing",
        "/admin/login/",
        "/admin/password_reset/",
    ]

    answers = {path: Client().get(path).status_code for path in paths}
    refused = Client().post("/admin/login/", {"username": "ilse@secretariat.example", "password": "wrong"})
    health = Client().get("/healthz/")

    assert set(answers.values()) == {200}
    assert refused.status_code == 200
    assert health.status_code == 200
    assert health.json().items() >= AWAY.items()
    # It was asked once and then left alone.
    assert len([record for record in caplog.records if record.name == "scm_site.cache"]) == 1


def test_without_it_this_process_remembers_and_counts(away: OwnRedis) -> None:
    cache = caches["default"]

    assert cache.get("known") is None
    cache.set("known", "here", 60)
    assert cache.get("known") == "here"
    assert cache.add("count", 0, timeout=60)
    assert [cache.incr("count") for _time in range(3)] == [1, 2, 3]
    cache.delete_many(["known", "count"])
    assert cache.get_many(["known", "count"]) == {}


def test_once_it_is_back_it_is_asked_again(redis: OwnRedis, monkeypatch: Any) -> None:
    from scm_site import cache

    redis.kill()
    caches["default"].set("known", "here")
    redis.start()
    assert Client().get("/healthz/").json().items() >= AWAY.items()

    monkeypatch.setattr(cache, "_left_alone_until", 0.0)  # The pause is over.

    assert Client().get("/healthz/").json()["cache"] == "answers"
    assert caches["default"].get("known") is None
