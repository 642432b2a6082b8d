"""Builds the demonstration with the product's own verbs: all in it came about as on a real site."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.utils import timezone

from focusgroups.models import FocusGroup
from outcomes.actions import import_groups
from outcomes.importing import read_plan

from .accounts import make_people
from .groups import seed_group, set_up_on
from .load import load_groups, load_people
from .steps import Cast
from .translations import translate_group

TRANSLATED = "citizen-energy-renovation"
REAL_GROUPS = Path(__file__).with_name("real-groups.json")


def seed(tell: Callable[[str], object] = lambda line: None) -> None:
    """Make what is missing of the demonstration, and leave what is there; ``tell`` gets a line for each step.

    Each group is built in one transaction, each translation in another: an interrupted run goes on where it
    stopped.
    """
    persons, users = make_people()
    consenting = frozenset(person["email"] for person in load_people() if person["consent"])
    cast = Cast(persons, users, consenting)
    for content in sorted(load_groups(), key=set_up_on):
        if not FocusGroup.objects.filter(name=content["name"]).exists():
            seed_group(content, cast)
            tell(f"{content['name']}: {content['state']}")
    content = next(content for content in load_groups() if content["key"] == TRANSLATED)
    translate_group(content, FocusGroup.objects.get(name=content["name"]), cast)
    for group in _import_real_groups():
        tell(f"{group.name}: imported")


def _import_real_groups() -> list[FocusGroup]:
    """Two real groups from public records, as drafts: what an import of existing groups looks like."""
    plan = read_plan(json.loads(REAL_GROUPS.read_text(encoding="utf-8")))
    here = set(FocusGroup.objects.values_list("name", flat=True))
    missing = tuple(item for item in plan.groups if item.group.name not in here)
    return import_groups(plan=replace(plan, groups=missing), by=None, today=timezone.localdate())
