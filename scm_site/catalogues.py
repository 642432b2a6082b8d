"""The catalogues of the interface: extract, compile and check them with Babel alone, without GNU gettext.

``python -m scm_site.catalogues`` compiles every ``.po`` whose ``.mo`` is older, ours and the words of Wagtail that we change
(``scm_site/locale``);
``… extract`` brings the texts of the code and the templates into the ``.po`` files;
``… check`` ends with 1 and a list where an enabled language lacks a text.
Django is needed by ``extract`` and ``check`` only.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
# Words of Wagtail in which this site says something else, English too; written by hand (scm_site/README.md).
WAGTAILS = ROOT / "scm_site" / "locale"
ROOMS = (
    "scm_site",
    "outcomes",
    "focusgroups",
    "moderation",
    "translations",
    "search",
    "files",
    "outbox",
    "screens",
    "templates",
)
SOURCE_LANGUAGE = "en"
NO_INTERFACE = {"migrations", "texts", "catalogues.py"}
# Texts that a catalogue may lack. A text that is the same in a language is written there once more.
MAY_BE_MISSING: frozenset[str] = frozenset()
# All placeholders have names; Babel takes the “% o” of “% of households” for one as well.
PLACEHOLDER = re.compile(r"%\(\w+\)")
# ``_g`` is what models call ``gettext`` beside the lazy ``_``.
KEYWORDS = {
    **dict.fromkeys(("_", "_g", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        catalog = read_po(file, locale=language, domain="django")
    for message in catalog:
        _mark_placeholders(message)
    return catalog


def _mark_placeholders(message: Message) -> None:
    texts = message.id if isinstance(message.id, tuple | list) else (message.id,)
    if not any(PLACEHOLDER.search(text) for text in texts):
        message.flags.discard("python-format")


def compile_catalogues() -> list[Path]:
    """Write the ``.mo`` of each ``.po`` that is newer than it; returns what was written."""
    written = []
    for source in sorted(path for folder in (LOCALE, WAGTAILS) for path in folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        part = target.with_suffix(".mo.part")
        with part.open("wb") as file:
            write_mo(file, read(source, source.parts[-3]))
        part.replace(target)
        written.append(target)
    return written


def _sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not NO_INTERFACE & set(path.parts):
                yield path


def _as_python(path: Path) -> bytes:
    """The texts of a file as Python source: Django itself turns a template into calls of ``gettext``."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        # What is no text becomes X; without indentation, Python's tokenizer reads it.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).split("\n"))
    return text.encode()


def extract_texts() -> Catalog:
    """Every text of the interface, in the order of the files, with the files where it stands."""
    catalog = Catalog(domain="django", project="scm-focus-groups", charset="utf-8", fuzzy=False)
    for path in _sources():
        texts = extract("python", BytesIO(_as_python(path)), KEYWORDS, ["Translators:"])
        for _line, text, comments, context in texts:
            message = catalog.add(
                text,
                locations=[(path.relative_to(ROOT).as_posix(), None)],
                auto_comments=comments,
                context=context,
            )
            _mark_placeholders(message)
    return catalog


def enabled_languages() -> list[str]:
    from scm_site.settings import base

    return [code for code, _name in base.LANGUAGES if code != SOURCE_LANGUAGE]


def update_catalogues() -> None:
    """Bring new texts into the catalogue of each language, untranslated; texts that are gone leave it."""
    template = extract_texts()
    begun = {path.name for path in LOCALE.glob("*") if path.is_dir()}
    for language in sorted(begun.union(enabled_languages())):
        path = catalogue_path(language)
        catalog = read(path, language) if path.exists() else Catalog(language, domain="django", fuzzy=False)
        template.creation_date = catalog.creation_date
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=110, include_lineno=False, ignore_obsolete=True)


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return not message.fuzzy and all(texts)


def incomplete(language: str, template: Catalog) -> list[str]:
    """The texts of ``template`` that ``language`` lacks: missing, fuzzy or untranslated."""
    path = catalogue_path(language)
    catalog = read(path, language) if path.exists() else Catalog(language)
    lacking = []
    for message in template:
        if not message.id:
            continue
        text = message.id[0] if isinstance(message.id, tuple | list) else message.id
        own = catalog.get(message.id, message.context)
        if text not in MAY_BE_MISSING and (own is None or not _is_translated(own)):
            lacking.append(text)
    return lacking


def report_incomplete() -> int:
    """Print what the enabled languages lack; 1 where one lacks something."""
    template = extract_texts()
    lacking = {language: incomplete(language, template) for language in enabled_languages()}
    for language, texts in lacking.items():
        if texts:
            print(f"{language}: {len(texts)} of {len(template)} texts are missing, fuzzy or untranslated:")
            print(*(f"  {text!r}" for text in texts[:20]), sep="\n")
    return int(any(lacking.values()))


def main(arguments: list[str]) -> int:
    if arguments == ["extract"]:
        update_catalogues()
    elif arguments == ["check"]:
        return report_incomplete()
    elif arguments:
        print(__doc__)
        return 2
    else:
        for path in compile_catalogues():
            print(f"compiled {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
