"""An Elasticsearch of the test's own, which is paused and killed in the middle of its work."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command

from outcomes.models import OutcomePage
from search import breaker, engines
from search.models import Pending
from search.pending import copy_pending
from search.query import SearchRequest, search
from tests import scenes, stories
from tests.services import needs_elasticsearch

pytestmark = needs_elasticsearch
SCRIPT = Path(__file__).parents[2] / ".ci" / "elasticsearch"


class OwnServer:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def start(self) -> str:
        started = subprocess.run(
            [SCRIPT, "start", self.folder, str(self.port)], check=True, capture_output=True, text=True, timeout=400
        )
        return started.stdout.strip().removeprefix("ELASTICSEARCH_URL=")

    def send(self, what: signal.Signals) -> None:
        """To the launcher and to the server that it started."""
        launcher = int((self.folder / "elasticsearch.pid").read_text())
        for pid in [*_children(launcher), launcher]:
            with suppress(ProcessLookupError):
                os.kill(pid, what)


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


@pytest.fixture
def own(free_tcp_port: int) -> Iterator[OwnServer]:
    # Elasticsearch does not run as root, and whoever runs it has to reach its folder: not one of pytest's.
    folder = Path(mkdtemp(prefix="scm-elasticsearch-"))
    server = OwnServer(folder, free_tcp_port)
    yield server
    server.send(signal.SIGCONT)
    server.send(signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def titles(words: str) -> tuple[list[str], bool]:
    found = search(SearchRequest(words, "en"))
    return [hit.found.title for hit in found.hits], found.is_from_database


def settle() -> None:
    """The pause is over, and the worker looks."""
    cache.delete(breaker.IS_RESTING)
    copy_pending()
    server: Any = engines.server()
    server.es.indices.refresh(index=server.alias)


def test_a_server_that_is_paused_and_killed_loses_nothing(own: OwnServer, settings: Any, public_outcome: Any) -> None:
    configured = settings.CONFIGURED_SEARCH_BACKENDS
    url = own.start()
    server = {**configured["elasticsearch"], "URLS": [url], "PATIENCE": 10}
    settings.WAGTAILSEARCH_BACKENDS = {**configured, "elasticsearch": server}
    cache.clear()
    call_command("update_index", backend_name="elasticsearch", verbosity=0)
    by = {"chair": scenes.chair().user, "reviewer": scenes.secretariat()}
    group = OutcomePage.objects.get(pk=public_outcome.pk).group
    assert titles("playbook") == ([public_outcome.title], False)

    engines.server().patience = 0.5  # type: ignore[union-attr]
    own.send(signal.SIGSTOP)
    assert titles("playbook") == ([public_outcome.title], True)
    stories.publish_outcome(group, title="A trombone", **by)
    copy_pending()
    assert titles("trombone") == (["A trombone"], True)

    own.send(signal.SIGCONT)
    engines.server().patience = 10  # type: ignore[union-attr]
    settle()
    assert titles("trombone") == (["A trombone"], False)

    own.send(signal.SIGKILL)
    assert titles("trombone") == (["A trombone"], True)
    stories.publish_outcome(group, title="A clarinet", **by)
    copy_pending()
    assert titles("clarinet") == (["A clarinet"], True)
    assert Pending.objects.due().exists()

    own.start()
    settle()
    assert not Pending.objects.due().exists()
    assert titles("clarinet") == (["A clarinet"], False)
    assert titles("trombone") == (["A trombone"], False)
