"""``python -m bench.generator 10000 [--languages en,fr,de] [--seed 1]``: a database with so many public outcomes.

It is the one that ``BENCH_DATABASE`` names, which must hold no outcome yet, or else a temporary file, made anew.
"""

import argparse
import sys
import time

from bench.database import LANGUAGES, open_database


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.generator", description=__doc__.partition(":")[2].strip())
    parser.add_argument("number", type=int, help="how many outcomes, for example 1000, 10000 or 50000")
    parser.add_argument("--languages", default=",".join(LANGUAGES), type=lambda text: text.split(","))
    parser.add_argument("--seed", default=1, type=int)
    return parser.parse_args(arguments)


def main() -> None:
    asked = parsed()
    begun = time.monotonic()
    address = open_database(f"outcomes-{asked.number}", asked.languages, anew=True)
    print(f"{address}: its tables stand after {time.monotonic() - begun:.0f} s")

    from bench.filling import fill
    from outcomes.models import Outcome

    if Outcome.objects.exists():
        sys.exit(f"{address} holds outcomes already: name an empty database in BENCH_DATABASE.")

    def tell(line: str) -> None:
        print(f"{time.monotonic() - begun:6.0f} s  {line}", flush=True)

    pages = fill(asked.number, asked.languages, asked.seed, tell)
    tell(f"done: {asked.number} outcomes, {pages} pages")


if __name__ == "__main__":
    main()
