"""The Nu HTML checker of the W3C, which judges the public pages (V1): fetched for the tests, never committed.

``python -m tests.nu`` takes it from the npm registry into ``vendor/nu``, compared with the checksum below as the look is
(``scm_site.ecl``). It runs on Java 17 or newer.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scm_site import ecl

PACKAGE = "vnu-jar@26.9.27"
CHECKSUM = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
JAR = Path(__file__).resolve().parents[1] / "vendor" / "nu" / f"{PACKAGE}.jar"
OLDEST_JAVA = 17


def java() -> str | None:
    """The first Java that is new enough: the one on the path, else one of Debian's others."""
    paths = [shutil.which("java"), *map(str, sorted(Path("/usr/lib/jvm").glob("*/bin/java")))]
    return next((path for path in paths if path and _version(path) >= OLDEST_JAVA), None)


def _version(java: str) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    number = re.search(r'version "(\d+)', told)
    return int(number[1]) if number else 0


def is_there() -> bool:
    return JAR.is_file() and java() is not None


def errors(folder: Path) -> list[str]:
    """What is wrong with the HTML files of a folder, all of them judged in one run: file, line and sentence."""
    command = [java() or "java", "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always"]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, timeout=300, check=True)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{Path(message.get('url', '')).name}:{message.get('lastLine', '')}: {message['message']}"
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
    ]


def fetch() -> None:
    """Fetch and check it. Raises ``scm_site.ecl.CannotFetch``."""
    with tempfile.TemporaryDirectory() as temporary:
        content = ecl.members(ecl.pack(PACKAGE, CHECKSUM, Path(temporary)))["build/dist/vnu.jar"]
    JAR.parent.mkdir(parents=True, exist_ok=True)
    JAR.write_bytes(content)


def main() -> int:
    if JAR.is_file():
        print("The Nu HTML checker is in place.")
        return 0
    try:
        fetch()
    except ecl.CannotFetch as reason:
        print(f"The Nu HTML checker was not fetched. {reason}", file=sys.stderr)
        return 1
    print(f"Fetched {PACKAGE} into {JAR.parent.relative_to(JAR.parents[2])}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
