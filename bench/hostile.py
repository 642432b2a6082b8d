"""``python -m bench.hostile 10000``: so many hostile addresses, asked of a site with ten thousand outcomes; prints how many
answers there were of each status, and after what time the slowest began.

On SQLite, PostgreSQL (``BENCH_POSTGRESQL``) or Elasticsearch (``ELASTICSEARCH_URL``), one at a time: ``--engine``.
"""

import argparse
import time
from collections import Counter

from bench.database import open_database
from bench.search import ENGINES, fill_if_empty, for_engine

OUTCOMES = 10_000
SHOWN = 10


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=10_000, help="how many addresses")
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    return parser.parse_args()


def ask(number: int) -> list[tuple[float, int, str]]:
    """Milliseconds until the answer begins, its status, and the address of each."""
    from django.core.management import call_command
    from django.test import Client
    from hypothesis import HealthCheck, Phase, given, settings

    from bench.words import IN_NEARLY_ALL
    from search.query import SearchRequest, search
    from tests.search.hostile import ADDRESSES

    if search(SearchRequest(IN_NEARLY_ALL, "en")).total < OUTCOMES / 2:
        call_command("update_index", verbosity=0)
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    # The first of a process reads the catalogue.
    client.get("/en/search/?q=zeppelin")
    asked = []
    for addresses in ADDRESSES.values():

        @settings(
            max_examples=number // len(ADDRESSES),
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(address=addresses)
        def one(address: str) -> None:
            begun = time.perf_counter()
            status = client.get(address).status_code
            asked.append(((time.perf_counter() - begun) * 1000, status, address))

        one()
    return asked


def main() -> None:
    options = parsed()
    for_engine(options.engine)
    open_database(f"outcomes-{OUTCOMES}")
    fill_if_empty(OUTCOMES)
    asked = sorted(ask(options.number), reverse=True)
    print(f"{len(asked)} addresses, {options.engine}, {OUTCOMES} outcomes")
    print(
        "answers:", ", ".join(f"{status}: {times}" for status, times in sorted(Counter(s for _, s, _ in asked).items()))
    )
    print(
        f"half of them in {asked[len(asked) // 2][0]:.1f} ms, 99 of 100 in {asked[len(asked) // 100][0]:.1f} ms; the slowest:"
    )
    for milliseconds, status, address in asked[:SHOWN]:
        print(f"  {milliseconds:.0f} ms, {status}: {address[:120]!r}")


if __name__ == "__main__":
    main()
