"""Forms of our own screens: what a field names as its help and its error stands on the page (WCAG 1.3.1, 3.3.1)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from focusgroups.models import FocusGroup
from moderation.actions import report_problem
from outcomes.models import OutcomePage
from tests import scenes

pytestmark = pytest.mark.django_db


def report_of(page: OutcomePage) -> int:
    return report_problem(
        page=page,
        version="1.0",
        reader_language="en",
        text="Wrong.",
        email="reader@city.example",
        form_key="k",
        now=timezone.now(),
    ).pk


def group(page: OutcomePage) -> list[str]:
    return [page.group.reference]


def proposed_group(page: OutcomePage) -> list[str]:
    return [FocusGroup.objects.create(reference="SCM-FG-2026-09", name="Not confirmed yet").reference]


# Something is sent, so that the form was.
NOTHING = {"sent": "1"}
# Each screen, what leads to it, a field that is wrong when ``sent`` is sent, and how it is sent.
SCREENS: dict[str, tuple[Callable[[OutcomePage], list[Any]], str, dict[str, str]]] = {
    "focusgroups:set_up": (lambda page: [], "planned_end", NOTHING),
    "focusgroups:confirm_leaders": (proposed_group, "co_chair", NOTHING),
    "focusgroups:members": (group, "name", {"role": "participant"}),
    "focusgroups:record": (group, "on", NOTHING),
    "change_address": (lambda page: [page.pk], "slug", NOTHING),
    "moderation:report": (lambda page: [report_of(page)], "answer", NOTHING),
    "moderation:preview_links": (lambda page: [page.pk], "audience", NOTHING),
    "moderation:withdraw": (lambda page: [page.pk], "reason", NOTHING),
    "translations:request": (lambda page: [page.pk], "due_on", {"due_on": "no day"}),
}


@pytest.mark.parametrize("name", SCREENS)
def test_a_wrong_field_names_its_error_and_its_help(name: str, public_outcome: OutcomePage, signed_in: Any) -> None:
    arguments, field, sent = SCREENS[name]
    client: Client = signed_in(scenes.secretariat())

    html = client.post(reverse(name, args=arguments(public_outcome)), sent).content.decode()

    named = {key for keys in re.findall(r'aria-describedby="([^"]*)"', html) for key in keys.split()}
    ids = re.findall(r' id="([^"]+)"', html)
    assert f"id_{field}_error" in named
    assert named - set(ids) == set()
    assert re.search(rf'id="id_{field}_error"[^>]*>(?:(?!</div>).)*?\w', html, re.DOTALL)


@pytest.mark.parametrize("name", [name for name in SCREENS if name.startswith(("focusgroups:", "change_address"))])
def test_a_refused_form_says_so_at_its_top_and_in_its_title(
    name: str, public_outcome: OutcomePage, signed_in: Any
) -> None:
    arguments, field, sent = SCREENS[name]
    address = reverse(name, args=arguments(public_outcome))
    client: Client = signed_in(scenes.secretariat())

    html = client.post(address, sent).content.decode()

    problems = re.search(
        r'<div class="[^"]*scm-problems" role="alert" tabindex="-1" autofocus.*?</div>', html, re.DOTALL
    )
    assert problems
    assert f'href="#id_{field}"' in problems[0]
    assert re.search(r"<title>\s*Error:", html)
    assert "Error:" not in client.get(address).content.decode()


@pytest.mark.parametrize("name", ["log", "outbox:index", "moderation:times"])
def test_a_wrong_day_of_a_list_names_its_error(name: str, public_outcome: OutcomePage, signed_in: Any) -> None:
    client: Client = signed_in(scenes.secretariat())

    html = client.get(reverse(name), {"first": "no day", "last": "no day"}).content.decode()

    named = {key for keys in re.findall(r'aria-describedby="([^"]*)"', html) for key in keys.split()}
    assert named - set(re.findall(r' id="([^"]+)"', html)) == set()
