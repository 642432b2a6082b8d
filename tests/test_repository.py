"""What has to agree between the files of this repository."""

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scm_site import catalogues

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Which parts of pyproject.toml each file of requirements pins.
PINNED = {"base": (), "production": ("services",), "dev": ("services", "dev")}
READS_ENVIRONMENT = re.compile(r"""\benv(?:\.\w+)?\(\s*["']([A-Z][A-Z0-9_]*)["']""")


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", text, re.MULTILINE)
    return {canonicalize_name(package): version for package, version in found}


def asked_for(name: str) -> list[Requirement]:
    if name == "node":
        return [Requirement(line) for line in PROJECT["dependency-groups"]["node"]]
    extras = PROJECT["project"]["optional-dependencies"]
    lines = PROJECT["project"]["dependencies"] + [line for extra in PINNED[name] for line in extras[extra]]
    return [Requirement(line) for line in lines]


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)

    assert "No changes detected" in capsys.readouterr().out


def test_env_example_lists_every_variable_that_the_settings_read():
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "scm_site" / "settings").glob("*.py"))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    listed = re.findall(r"^([A-Z][A-Z0-9_]*)=", example, re.MULTILINE)

    assert set(listed) == set(READS_ENVIRONMENT.findall(source))
    assert len(listed) == len(set(listed))


def test_env_example_explains_every_variable():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()

    unexplained = [
        line
        for above, line in zip(["", *lines], lines, strict=False)
        if "=" in line and line[0] not in "# " and above[:1] != "#"
    ]

    assert unexplained == []


@pytest.mark.parametrize("name", [*PINNED, "node"])
def test_requirements_pin_what_pyproject_asks_for(name):
    pinned = pins(name)

    unmet = [
        str(wanted)
        for wanted in asked_for(name)
        if not wanted.specifier.contains(pinned.get(canonicalize_name(wanted.name), "0"))
    ]

    assert unmet == []


def test_all_requirements_pin_the_same_versions():
    base, production, dev = pins("base"), pins("production"), pins("dev")

    assert base.items() <= production.items() <= dev.items()


@pytest.mark.parametrize("name", [*PINNED, "node"])
def test_requirements_have_hashes_and_no_addresses(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text)

    without_hash = [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]

    assert without_hash == []
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host", text)


def test_files_agree_on_the_oldest_python():
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")

    assert PROJECT["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")
    assert f"python_version = {oldest}\n" in (ROOT / "mypy.ini").read_text(encoding="utf-8")
    assert f"sys.version_info < ({oldest.replace('.', ', ')})" in (ROOT / ".ci" / "precheck").read_text(
        encoding="utf-8"
    )
    assert f"Python {oldest}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_files_agree_on_the_version_of_elasticsearch():
    (started,) = re.findall(
        r"^version=(\S+)$", (ROOT / ".ci" / "elasticsearch").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert f"image: elasticsearch:{started}\n" in (ROOT / "compose.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def template():
    return catalogues.extract_texts()


@pytest.mark.parametrize("language", catalogues.enabled_languages())
def test_an_enabled_language_lacks_no_text(language, template):
    assert catalogues.incomplete(language, template) == []


@pytest.mark.parametrize("language", catalogues.enabled_languages())
def test_a_catalogue_keeps_the_placeholders_of_the_texts(language):
    path = catalogues.catalogue_path(language)
    if not path.exists():
        pytest.fail(f"There is no catalogue {path.relative_to(ROOT)}: run `make messages`.")

    mistakes = [
        (message.id, str(mistake)) for message, found in catalogues.read(path, language).check() for mistake in found
    ]

    assert mistakes == []


# A straight apostrophe; a sign without the no-break space before it; a quotation mark without the one after it.
NOT_FRENCH = re.compile(r"\w'\w|(?<!\u00a0)[:;?!»](?=[\s»)]|$)|«(?!\u00a0)")


def test_french_is_written_as_french_is():
    texts = [
        text
        for path in (catalogues.catalogue_path("fr"), catalogues.WAGTAILS / "fr/LC_MESSAGES/django.po")
        for message in catalogues.read(path, "fr")
        for text in (message.string if isinstance(message.string, tuple) else [message.string])
        if message.id
    ]
    for path in sorted((ROOT / "scm_site/demo/content").glob("*.fr.toml")):
        texts += re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8"))

    assert [text for text in texts if NOT_FRENCH.search(re.sub(r"<[^>]*>|&\w+;", "", text))] == []


def test_french_says_one_word_for_one_thing():
    """The Marketplace is feminine, and what corrects a page is a correction."""
    texts = " ".join(str(message.string) for message in catalogues.read(catalogues.catalogue_path("fr"), "fr"))

    assert re.findall(r"\bdu SCM|[Rr]ectification", texts) == []


def without_comments(document: Path) -> str:
    return re.sub(r"<!--.*?-->", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_documents_link_to_files_that_exist():
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")]
    links = [
        (document, target.split("#")[0])
        for document in documents
        for target in re.findall(r"\]\(([^)\s]+)\)", without_comments(document))
        if not target.startswith(("http", "mailto:", "#"))
    ]

    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document, target in links
        if not (document.parent / target).exists()
    ]

    assert broken == []


def test_every_picture_is_shown_in_a_document_and_taken_by_a_browser_test():
    documents = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "browser").glob("*.py"))
    pictures = {path.stem for path in (ROOT / "docs" / "images").iterdir()}

    shown = set(re.findall(r"images/([\w-]+)\.png\)", documents))
    taken = set(re.findall(r"""(?:takes_picture\(\s*|picture=)"([\w-]+)\"""", tests))

    assert pictures == shown == taken


def test_pictures_are_small():
    heavy = [path.name for path in (ROOT / "docs" / "images").iterdir() if path.stat().st_size > 150_000]

    assert heavy == []
