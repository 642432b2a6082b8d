from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from focusgroups.actions import AlreadySetUp, NotOnTheStaff, TooShort, set_up_group
from focusgroups.choices import EventKind, State
from focusgroups.models import FocusGroup, Theme
from outbox.models import Message
from tests import stories
from tests.factories import PersonFactory
from tests.scenes import NEW_YEAR

pytestmark = pytest.mark.django_db


def set_up(by: Any, **values: Any) -> FocusGroup:
    return set_up_group(
        **{
            "name": " Citizen energy renovation ",
            "challenge": "<p>Cities cannot finance deep renovation alone.</p>",
            "themes": Theme.objects.filter(code="finance"),
            "planned_start": NEW_YEAR,
            "planned_end": date(2027, 1, 1),
            "chair": None,
            "co_chair": None,
            "by": by,
            "today": NEW_YEAR,
            **values,
        }
    )


def test_a_group_is_set_up_with_its_three_pages_as_drafts(support: Any, secretariat: Any, logged: Any) -> None:
    group = set_up(support)

    page, programme, terms = stories.page_of(group), stories.programme_of(group), stories.terms_of(group)
    assert (group.reference, group.name, group.state) == (
        "SCM-FG-2026-01",
        "Citizen energy renovation",
        State.PROPOSED,
    )
    assert [shown.live for shown in (page, programme, terms)] == [False, False, False]
    assert (programme.starts_on, programme.ends_on) == (NEW_YEAR, date(2027, 1, 1))
    assert [theme.code for theme in page.themes.all()] == ["finance"]
    assert group.events.get().kind == EventKind.PROPOSED
    assert logged("focusgroups.set_up").data == {"reference": "SCM-FG-2026-01"}
    assert logged("focusgroups.set_up").user == support
    assert Message.objects.get(kind="focusgroups.group_set_up").user == secretariat


def test_references_count_on_through_the_year_and_begin_anew_in_the_next(support: Any) -> None:
    references = [
        set_up(support, name=name, today=today).reference
        for name, today in (("One", NEW_YEAR), ("Two", date(2026, 12, 31)), ("Three", date(2027, 1, 1)))
    ]

    assert references == ["SCM-FG-2026-01", "SCM-FG-2026-02", "SCM-FG-2027-01"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Shade <b>cool</b> streets: Kühlung", "shade-cool-streets-kuhlung"),
        ("Σκιά στην πόλη", "skia-stin-poli"),
        ("Zażółć – 2030", "zazolc-2030"),
    ],
)
def test_an_address_has_letters_that_every_keyboard_has(name: str, slug: str, support: Any) -> None:
    assert stories.page_of(set_up(support, name=name)).slug == slug


def test_a_name_of_which_no_address_can_be_made_is_refused_in_words(support: Any, signed_in: Any) -> None:
    html = signed_in(support).post(reverse("focusgroups:set_up"), {"name": "★"}).content.decode()

    assert "needs a letter or a digit: write one more word." in html


def test_an_address_stays_as_it_was(support: Any) -> None:
    page = stories.page_of(set_up(support))
    type(page).objects.filter(pk=page.pk).update(slug="kühlung")

    page = type(page).objects.get()
    page.title = "Heizung"
    page.save()

    assert page.slug == "kühlung"


def test_dates_may_be_open(support: Any) -> None:
    assert set_up(support, planned_start=None, planned_end=None).planned_end is None


@pytest.mark.parametrize(
    ("refusal", "values"),
    [
        (AlreadySetUp, {"name": "CITIZEN energy renovation"}),
        (TooShort, {"name": "Heat", "planned_end": date(2026, 12, 31)}),
        (NotOnTheStaff, {"name": "Heat", "co_chair": "a participant"}),
        (ValidationError, {"name": "★"}),
    ],
)
def test_a_refused_group_leaves_nothing(refusal: type[Exception], values: Any, support: Any, everything: Any) -> None:
    set_up(support)
    if "co_chair" in values:
        values = {**values, "co_chair": PersonFactory()}
    chair = PersonFactory()
    before = everything()

    with pytest.raises(refusal):
        set_up(support, chair=chair, **values)

    assert everything() == before


def test_a_chair_sets_up_no_group(chair: Any, everything: Any) -> None:
    person = PersonFactory()
    before = everything()

    with pytest.raises(PermissionDenied, match="¶14y"):
        set_up(chair, name="Heat", chair=person)

    assert everything() == before
