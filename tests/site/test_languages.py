"""The 24 official languages of the European Union, each of which can be enabled (H1)."""

from datetime import date

import pytest
from django.utils import dateformat
from django.utils.formats import date_format
from django.utils.translation import get_language_info, override

from scm_site.formats.mt import formats

OFFICIAL = [
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"),
    *("hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
]


@pytest.mark.parametrize("code", OFFICIAL)
def test_each_official_language_has_a_name_of_its_own_and_writes_days(code: str) -> None:
    info = get_language_info(code)

    with override(code):
        day = date_format(date(2026, 6, 12), "DATE_FORMAT")

    assert info["name_local"]
    assert "12" in day
    assert "2026" in day


def test_maltese_writes_days_with_its_own_word_between() -> None:
    """Django reads these formats once there is a catalogue."""
    assert dateformat.format(date(2026, 6, 12), formats.DATE_FORMAT).startswith("12 ta’ ")
