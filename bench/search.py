"""``python -m bench.search 10000``: the search beside Wagtail's own, on the same outcomes in the same run.

It measures SQLite, PostgreSQL where ``BENCH_POSTGRESQL`` names a database, and Elasticsearch where ``ELASTICSEARCH_URL``
names a server: a process for each, which fills the database first where it is empty (``bench.generator``). Prints tables
for docs/performance.md.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench.database import LANGUAGES, open_database

if TYPE_CHECKING:
    from bench.measuring import Times

ENGINES = ("sqlite", "postgresql", "elasticsearch")
STOCK, OWN, PAGE = "stock Wagtail", "this site", "its page"
SAVES = 30


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=10_000, help="how many outcomes")
    parser.add_argument("--rounds", type=int, default=20, help="how often each question is asked")
    parser.add_argument("--engine", choices=ENGINES, help="this one alone")
    parser.add_argument("--rebuild", help="rebuild the index of this backend alone, and say what it took")
    return parser.parse_args()


def engines() -> Iterator[str]:
    yield "sqlite"
    if os.environ.get("BENCH_POSTGRESQL"):
        yield "postgresql"
    if os.environ.get("ELASTICSEARCH_URL"):
        yield "elasticsearch"


def for_engine(engine: str) -> None:
    """Let this process, and those that it starts, see the services of one engine alone."""
    if engine == "postgresql":
        os.environ["BENCH_DATABASE"] = os.environ["BENCH_POSTGRESQL"]
    if engine != "elasticsearch":
        os.environ.pop("ELASTICSEARCH_URL", None)


def again(*more: str) -> subprocess.Popen:
    """This program in a process of its own."""
    arguments = [sys.executable, "-m", "bench.search", *sys.argv[1:], *more]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE if "--rebuild" in more else None, text=True)


def fill_if_empty(number: int) -> None:
    from bench.filling import fill
    from outcomes.models import Outcome

    found = Outcome.objects.count()
    if found == 0:
        fill(number, LANGUAGES, tell=lambda line: print(line, file=sys.stderr))
    elif found != number:
        sys.exit(f"The database holds {found} outcomes, not {number}: name an empty one.")


# --- The index ------------------------------------------------------------------------------------------------


def rebuild(backend: str) -> None:
    """Build the empty index and print seconds, those of the CPU, documents a second and megabytes that the process grew by."""
    import resource

    from django.core.management import call_command
    from modelsearch.index import get_indexed_models

    documents = sum(model.get_indexed_objects().count() for model in get_indexed_models())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, begun_cpu = time.perf_counter(), time.process_time()
    call_command("update_index", backend_name=backend, verbosity=0)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - begun_cpu
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{seconds:.1f} | {cpu:.1f} | {documents / seconds:.0f} | {grown:.0f}")


def empty_index() -> None:
    """Without what is left of deleted entries: SQLite's full-text table keeps a mark of each until it is merged."""
    from django.db import connection
    from wagtail.search.models import IndexEntry

    table = IndexEntry._meta.db_table
    IndexEntry.objects.all()._raw_delete("default")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('optimize')")
        else:
            cursor.execute(f"VACUUM {table}")


def rebuild_beside_a_writer(backend: str) -> str:
    """``rebuild`` in another process, and the longest that a writer waits here meanwhile."""
    from django.db import OperationalError
    from wagtail.models import Page

    # Elasticsearch gets what the index of the database holds.
    if not os.environ.get("ELASTICSEARCH_URL"):
        empty_index()
    process = again("--rebuild", backend)
    key = Page.objects.order_by("pk").values_list("pk", flat=True)[0]
    longest = 0.0
    while process.poll() is None:
        begun = time.perf_counter()
        try:
            Page.objects.filter(pk=key).update(draft_title=f"{begun}")
            failed = ""
        except OperationalError:
            failed = ", and failed"
        longest = max(longest, time.perf_counter() - begun)
        time.sleep(0.02)
    said = process.stdout.read().strip().splitlines()
    if process.returncode or not said:
        sys.exit(f"{backend}: the rebuild failed")
    return f"{said[-1]} | {longest * 1000:.0f}{failed}"


def saves(backend: str) -> "Times":
    """The times of the index's part of a save, of one page after another."""
    from wagtail.search.backends import get_search_backend

    from bench.measuring import Times
    from outcomes.models import OutcomePage

    pages = iter(list(OutcomePage.objects.order_by("?")[: SAVES + 3]))

    def save() -> None:
        page = next(pages)
        page.title += " anew"
        get_search_backend(backend).add(page)

    times = Times(save)
    times.first()
    for _save in range(SAVES):
        if not times.is_over:
            times.take()
    return times


def measure_index(backends: dict[str, str]) -> None:
    """Each in its turn, for Wagtail's own index counts on what its own rebuild wrote."""
    lines = []
    print(
        "\n| rebuild | seconds | CPU s | documents/s | MB more | longest wait of a writer, ms |\n|---|---|---|---|---|---|"
    )
    for name, backend in backends.items():
        print(f"| {name} | {rebuild_beside_a_writer(backend)} |", flush=True)
        # Elasticsearch gets its copy after the save, by way of the table of pending entries.
        times = saves("default" if name == OWN else backend)
        lines.append(f"| {name} | {times.queries} | {times.shown(50)} | {times.shown(95)} | {times.shown(50, 'cpu')} |")
    print("\n| index of one saved page | queries | p50 ms | p95 ms | CPU ms |\n|---|---|---|---|---|", *lines, sep="\n")


# --- The questions --------------------------------------------------------------------------------------------


def measure_questions(rounds: int) -> None:
    from bench import contenders
    from bench.measuring import Times, in_turn

    asked = {STOCK: contenders.stock(), OWN: contenders.own(), PAGE: contenders.pages()}
    times = {question: {name: Times(calls[question]) for name, calls in asked.items()} for question in asked[STOCK]}
    in_turn(times, rounds)
    print(
        "\n| question | of | queries | first ms | p50 ms | p95 ms | CPU ms | stock / this |\n|---|---|---|---|---|---|---|---|"
    )
    for question, taken in times.items():
        for name, found in taken.items():
            cells = [question, name, found.queries or "", f"{found.cold:.0f}"]
            cells += [
                found.shown(50),
                found.shown(95),
                found.shown(50, "cpu"),
                "" if name == STOCK else ratio(taken, name),
            ]
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def ratio(taken: dict[str, "Times"], name: str) -> str:
    stock = taken[STOCK]
    return f"{'> ' if stock.is_cut else ''}{stock.at(50) / taken[name].at(50):.1f}"


def main() -> None:
    asked = parsed()
    if asked.engine is None:
        print(f"Each question {asked.rounds} times in turn; > 30000: stopped after 30 s.")
        for engine in engines():
            again("--engine", engine).wait()
        return
    for_engine(asked.engine)
    open_database(f"outcomes-{asked.number}", migrate=not asked.rebuild)
    if asked.rebuild:
        rebuild(asked.rebuild)
        return
    fill_if_empty(asked.number)
    from bench.measuring import pace

    print(f"\n### {asked.engine}, {asked.number} outcomes; ten million additions take {pace():.2f} s now", flush=True)
    measure_index({STOCK: "stock", OWN: "elasticsearch" if asked.engine == "elasticsearch" else "default"})
    measure_questions(asked.rounds)


if __name__ == "__main__":
    main()
