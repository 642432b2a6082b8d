"""A database of its own for a benchmark, never that of the developer."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

LANGUAGES = ("en", "fr", "de", "it", "es", "nl")


def open_database(name: str, languages: Iterable[str] = LANGUAGES, *, anew: bool = False, migrate: bool = True) -> str:
    """Set Django up on the database that ``BENCH_DATABASE`` names, else on a file ``name`` among the temporary ones, with all
    tables; returns its address. ``anew`` throws the temporary file away first.
    """
    address = os.environ.get("BENCH_DATABASE") or _temporary(name, anew)
    os.environ |= {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "BENCH_LANGUAGES": ",".join(languages),
        "DEBUG": "false",
    }
    import django
    from django.core.management import call_command

    django.setup()
    if migrate:
        call_command("migrate", verbosity=0)
    return address


def _temporary(name: str, anew: bool) -> str:
    folder = Path(tempfile.gettempdir()) / "scm-bench"
    folder.mkdir(exist_ok=True)
    if anew:
        for file in folder.glob(f"{name}.sqlite3*"):
            file.unlink()
    return f"sqlite:///{folder / name}.sqlite3"
