"""The HTML of every kind of public page, judged by the Nu checker (V1): no error, no warning."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from focusgroups.models import GatedPage
from moderation.actions import make_preview_link
from outbox.models import Message
from outcomes.models import Outcome, OutcomePage
from scm_site import pages
from scm_site.pages.languages import work_url
from scm_site.views import server_error
from tests import nu
from tests.services import needs_nu

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.demo_urls"), needs_nu]

LANGUAGES = [code for code, _name in settings.LANGUAGES]
BESIDE_THE_PAGES = [
    "outcomes/?format=report&format=white_paper&sort=title",
    "outcomes/?page=2",
    "outcomes/?theme=nonsense",
    "focus-groups/?state=active",
    "search/",
    "search/?q=",
    "search/?q=energy",
    "search/?q=nothingofthekind",
    "search/?q=energy&format=report&kind=group",
    "search/?q=enrgy",
    "search/?q=" + "word+" * 40,
    "there-is-no-such-page/",
    "_util/login/?next=/en/about/",
]


def addresses() -> list[str]:
    """Every public page at its address in every language, most of them as fallbacks, and what is no page."""
    works = {}
    for page in Page.objects.live().filter(depth__gt=1).order_by("pk").specific():
        if pages.is_known(page) and (not isinstance(page, GatedPage) or page.is_source()):
            works.setdefault(page.translation_key, page)
    withdrawn = Outcome.objects.exclude(withdrawn_at=None).get()
    references = [withdrawn.reference, withdrawn.group.reference]
    gone = Page.objects.filter(translation_key=withdrawn.work).first()
    return [
        *(work_url(page, language) for page in [*works.values(), gone] for language in LANGUAGES),
        *(f"/{language}/{path}" for path in BESIDE_THE_PAGES for language in LANGUAGES),
        f"/id/{withdrawn.reference}/",
        *(f"/{language}/id/{reference}/quality-control/" for reference in references for language in LANGUAGES),
        "/demo/mails/",
        f"/demo/mails/?to={Message.objects.first().to}",
    ]


def link_to_a_draft() -> str:
    draft = OutcomePage.objects.filter(live=False, latest_revision__isnull=False).order_by("pk").first()
    support = get_user_model().objects.get(groups__name="SCM support team")
    return make_preview_link(page=draft, audience="Advisory Board", days=7, by=support, now=timezone.now())


def test_no_public_page_has_an_error_in_its_html(demonstration: None, tmp_path: Path, client: Client) -> None:
    answers: dict[str, Any] = {address: client.get(address) for address in addresses()}
    answers["preview"] = client.get(f"/preview/{link_to_a_draft()}/")
    answers["preview closed"] = client.get("/preview/wrong/")
    answers["500"] = server_error(RequestFactory().get("/"))
    answers["sign-in refused"] = client.post("/en/_util/login/", {"username": "somebody"})
    restricted = Page.objects.get(slug="cookies", locale__language_code="en")
    restriction = PageViewRestriction.objects.create(page=restricted, restriction_type="password", password="open")
    answers["password"] = client.get("/de/cookies/")
    door = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, restricted.pk])
    answers["password refused"] = client.post(door, {"password": "wrong", "return_url": "/de/cookies/"})
    for address, answer in answers.items():
        name = "".join(letter if letter.isalnum() else "-" for letter in address)[:120]
        (tmp_path / f"{name}.html").write_bytes(answer.content)

    found = nu.errors(tmp_path)

    assert {answer.status_code for answer in answers.values()} == {200, 404, 410, 500}
    assert len(list(tmp_path.iterdir())) == len(answers) > 100
    assert found == []
