"""What search engines read of an outcome (F1)."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from scm_site.pages.languages import work_url
from tests import stories

ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def told(address: str) -> dict[str, Any]:
    return json.loads(ELEMENT.search(Client().get(address).content.decode()).group(1))


@pytest.mark.parametrize(
    ("format", "kind"), [("report", "Report"), ("white_paper", "Article"), ("other", "CreativeWork")]
)
def test_an_outcome_says_what_it_is_in_the_words_of_schema_org(publish: Any, format: str, kind: str) -> None:
    page = publish('Heat <in> "narrow" streets', format=format, format_other="Kit")

    known = told(work_url(page))

    assert (known["@context"], known["@type"]) == ("https://schema.org", kind)
    assert known["name"] == page.title
    assert known["@id"].endswith(f"/id/{page.record.reference}/")
    assert (known["inLanguage"], known["version"]) == ("en", "1.0")
    assert known["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert known["creator"]["name"] == page.get_parent().title


def test_a_project_is_one_to_schema_org_too(publish: Any) -> None:
    known = told(work_url(publish("A bundled renovation", format="project")))

    assert known["@type"] == "Project"
    assert known["parentOrganization"]["@type"] == "Organization"
    assert "license" not in known


def test_a_text_in_another_language_says_it_at_its_own_address(
    publish: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    page = publish("Heat")
    french = stories.publish_in_french(
        page, asked_by=secretariat, translator=french_translator, reviewer=french_reviewer
    )

    assert not ELEMENT.search(Client().get(work_url(page, "de")).content.decode())
    assert told(work_url(french, "fr"))["inLanguage"] == "fr"


def test_a_title_ends_no_element(publish: Any) -> None:
    page = publish("</script><script>alert(1)</script>")

    html = Client().get(work_url(page)).content.decode()

    assert "<script>alert(1)" not in html
    assert told(work_url(page))["name"] == page.title
