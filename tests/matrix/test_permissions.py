"""Every role at every address of the site, read and posted: what it gets stands in ``permissions.csv``, and no answer
holds a private word of somebody else.

The words of the table: *open* an answer, *changes* the database is another one after it, *leads on* a redirect, *sign in*
to the sign-in page, *forbidden*, *refused* (the form or the verb says why), *not found*, *gone*, *no such method*.
The second column says of what: a page of ``world.py``, then keys for this line alone, then what is asked for.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField

from focusgroups.models import TermsOfReferencePage, WorkProgrammePage
from moderation.receivers import gated_types
from outcomes.models import OutcomePage

from . import world as worlds
from .addresses import Addresses
from .walk import METHODS, PRIVATE, Walk, declared, known_urls
from .words import PUBLIC, bare_places_of_page, bare_places_of_rows, places_of
from .world import BAIT, KINDS, OUTCOMES, ROLES, World

pytestmark = [
    pytest.mark.django_db,
    # A link that looks like an address, compared by Wagtail; a buffer that Wagtail leaves to be closed.
    pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
walks = pytest.mark.matrix
# Who may do what is asked of the same code for every role: on a second database these ask for all.
ON_EVERY_DATABASE = ("visitor", "chair", "Secretariat")
TRANSLATORS_OWN = {"french", "message"}
# Who works here may know who the Secretariat is; the public may not.
COLLEAGUES = {"staff"}
# What nobody types: it is called so under every group.
SAME_UNDER_EVERY_GROUP = dict.fromkeys((WorkProgrammePage, TermsOfReferencePage), ("title", "draft_title"))
# A link that came by mail: its receiver alone has it.
EVERYTHING = set(KINDS) - {"secret"}
# Who may see which private words: those who work on the French version see it, and what they were asked.
MAY_SEE = {
    "visitor": set(),
    "chair": EVERYTHING - {"report", "error", "sought"},
    "other chair": COLLEAGUES,
    "support": EVERYTHING,
    "Secretariat": EVERYTHING,
    "administrator": EVERYTHING,
    "translator": TRANSLATORS_OWN | COLLEAGUES,
    "reviewer": TRANSLATORS_OWN | COLLEAGUES,
}
# Where a word of the group's own work must turn up, or the search for it proves nothing.
SEES = {
    "chair": {"changed", "draft", "sent", "waiting", "returned", "withdrawn", "programme", "member", "point", "unsent"},
    "Secretariat": {
        "changed",
        "draft",
        "sent",
        "waiting",
        "returned",
        "withdrawn",
        "programme",
        "member",
        "point",
        "restricted",
        "report",
        "note",
        "answer",
        "audience",
        "error",
        "sought",
        "staff",
    },
    "translator": TRANSLATORS_OWN,
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def addresses(world: World, django_db_blocker: Any) -> Addresses:
    with django_db_blocker.unblock():
        return Addresses(world)


# --- Where private words stand ------------------------------------------------------------------------------


@walks
def test_every_text_that_somebody_writes_bears_a_private_word(addresses: Addresses) -> None:
    assert bare_places_of_rows() == set(PUBLIC), (
        "A field without a private word in tests/matrix/world.py could leak unseen: give it one there, or say in "
        "tests/matrix/words.py why it is no secret."
    )


@walks
@pytest.mark.parametrize("kind", OUTCOMES)
def test_every_text_of_an_outcome_bears_its_word_wherever_it_stands(kind: str, world: World) -> None:
    page = world.pages["public" if kind == "changed" else kind]

    assert bare_places_of_page(page, kind) == set()


@walks
@pytest.mark.parametrize("model", gated_types())
def test_every_page_of_a_restricted_group_bears_its_word(model: type[Page], world: World) -> None:
    path = world.pages["restricted"].get_parent().path
    page = model.objects.filter(path__startswith=path).order_by("path").first()

    assert bare_places_of_page(page, "restricted") == set(SAME_UNDER_EVERY_GROUP.get(model, ()))


@walks
def test_every_text_of_a_translation_bears_its_word(world: World) -> None:
    translated = {field.field_name for field in OutcomePage.translatable_fields if isinstance(field, TranslatableField)}

    bare = bare_places_of_page(world.pages["checked"], "french") & places_of(OutcomePage, translated | {"files"})

    assert bare == set()


# --- The table ----------------------------------------------------------------------------------------------


def test_every_address_is_declared() -> None:
    lines = {(row.url, row.method) for row in declared()}

    missing = [f"{method} {url}" for url in known_urls() for method in METHODS if (url, method) not in lines]

    assert not missing, (
        "The table tests/matrix/permissions.csv does not say who gets these addresses. Add a line for each, with "
        f"what each role may get by design/moderation.md, and run this file: {missing}"
    )


def test_the_table_is_as_wide_as_the_site() -> None:
    """R5 of the targets."""
    assert len(declared()) * len(ROLES) >= 3000


def test_no_line_is_left_of_an_address_that_went() -> None:
    assert {row.url for row in declared()} - set(known_urls()) == set()


@walks
@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=[] if role in ON_EVERY_DATABASE else [pytest.mark.further]) for role in ROLES]
)
def test_everybody_gets_what_the_table_says_and_no_private_word_of_others(role: str, addresses: Addresses) -> None:
    walk = Walk(addresses, role)

    answers = {row: walk.ask(row) for row in declared()}

    differing = {
        f"{row.method} {row.url} of {row.of}": f"{answer.word}, declared {row.answers[role]!r} {sorted(answer.written)}"
        for row, answer in answers.items()
        if answer.word != row.answers[role]
    }
    leaks = {row: leak for row, answer in answers.items() if (leak := answer.private - MAY_SEE[role])}
    unseen = SEES.get(role, set()) - set().union(*(answer.private for answer in answers.values()))
    assert (differing, leaks, unseen) == ({}, {}, set())


@walks
def test_a_visitor_finds_no_private_word_in_any_language_where_an_administrator_was_before(
    addresses: Addresses,
) -> None:
    before, after = Walk(addresses, "administrator"), Walk(addresses, "visitor")
    pages = [addresses.path("/en/<path>", name).removeprefix("/en/") for name in addresses.world.pages]
    lists = ["", "outcomes/", "focus-groups/", "about/", *(f"{name}/?q={BAIT}" for name in ("search", "outcomes"))]

    asked = [f"/{language}/{page}" for language in ("en", "fr", "de") for page in (*pages, *lists)]

    seen = {word for address in asked for word in before.look(address).private}
    leaks = {address: private for address in asked if (private := after.look(address).private)}

    assert seen == {"restricted"}
    assert leaks == {}


@walks
def test_what_is_kept_for_visitors_holds_no_private_word(addresses: Addresses) -> None:
    cache.clear()
    walk = Walk(addresses, "visitor")

    for row in declared():
        walk.ask(row)

    kept = repr(getattr(cache, "_cache", "")).encode()
    public = [path.name for path in (Path(settings.MEDIA_ROOT) / "public").rglob("*")]
    assert PRIVATE.findall(kept) == []
    assert PRIVATE.findall(repr(public).encode()) == []
