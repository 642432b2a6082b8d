"""Builds the demonstration with the product's own verbs, so that everything in it came about as on a real site."""

from collections.abc import Callable
from pathlib import Path

from focusgroups.models import FocusGroup

from .accounts import make_people
from .groups import seed_group, set_up_on
from .load import load_groups, load_people
from .steps import Cast
from .translations import translate_group

TRANSLATED = "citizen-energy-renovation"
REAL_GROUPS = Path(__file__).with_name("real-groups.json")


def seed(tell: Callable[[str], object] = lambda line: None) -> None:
    """Make what is missing of the demonstration, and leave what is there; ``tell`` gets a line for each step.

    Each group is built in one transaction, each translation in another: an interrupted run goes on where it stopped.
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
