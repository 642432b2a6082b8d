"""The components: every icon is in the sprite, every template says what it takes."""

import re
from pathlib import Path

import pytest

from scm_site.ecl import ICONS, clean, sprite
from scm_site.templatetags import ecl

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
OURS = sorted(file for file in TEMPLATES.rglob("*.html") if "wagtailadmin" not in file.parts)


def test_every_icon_that_a_template_paints_is_in_the_sprite() -> None:
    painted = {name for file in OURS for name in re.findall(r'ecl_icon "([\w-]+)"', file.read_text("utf-8"))}

    assert painted <= set(ICONS)


@pytest.mark.parametrize("tag", sorted({*ecl.register.tags}))
def test_every_component_is_used(tag: str) -> None:
    assert [file for file in OURS if re.search(rf"{{%\s*{tag}\b", file.read_text("utf-8"))]


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.relative_to(TEMPLATES).as_posix())
def test_every_template_opens_with_what_it_takes(file: Path) -> None:
    assert file.read_text("utf-8").startswith("{# ")


def test_a_line_of_the_terms_brings_no_blanks_along() -> None:
    assert not (TEMPLATES / "focusgroups" / "line.html").read_text("utf-8").endswith("\n")


def test_the_style_sheets_load_no_font_from_elsewhere() -> None:
    css = b'src:url(https://host.example/fonts/A.woff2) format("woff2"),url(../fonts/A.woff2) format("woff2")'

    assert clean("a.css", css) == b'src:url(../fonts/A.woff2) format("woff2")'


def test_the_sprite_has_a_symbol_an_icon() -> None:
    drawn = sprite({"check": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0"/></svg>'})

    assert '<symbol id="check" viewBox="0 0 9 9"><path d="M0 0" /></symbol>' in drawn
