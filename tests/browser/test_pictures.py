"""The pictures of the how-to pages that the story does not pass by; only where ``SCM_PICTURES=1`` asks for pictures."""

import re
from typing import Any

import pytest

from scm_site.demo.load import load_groups, load_people

from .people import PICTURES

pytestmark = pytest.mark.skipif(not PICTURES, reason="SCM_PICTURES=1 takes new pictures")
MAIL = {person["key"]: person["email"] for person in load_people()}
GROUPS = load_groups()
FORMING = next(group["name"] for group in GROUPS if group["state"] == "forming")
IMPORTED = "Small Giants"
LIVE = next(outcome["title"] for group in GROUPS for outcome in group.get("outcome", []) if outcome["state"] == "live")


def test_the_door(somebody: Any) -> None:
    visitor = somebody()
    visitor.goes_to("/admin/login/")
    visitor.page.locator("input[name=username]").fill("rosa.example@oldtown.example")
    visitor.takes_picture("sign-in", "main h1", "main form")


def test_the_groups_of_a_chair(somebody: Any) -> None:
    somebody(MAIL["chair-renovation"]).takes_picture("my-groups", "main h1", ".scm-card")


def test_the_secretariat_looks_after_all_groups(somebody: Any) -> None:
    secretariat = somebody(MAIL["secretariat-1"])
    secretariat.goes_to("/admin/focus-groups/")
    secretariat.fills("Name or reference", FORMING)
    secretariat.presses("Find")
    secretariat.sees(re.compile("Record a step"))
    secretariat.takes_picture("all-groups")
    secretariat.follows(re.compile("Record a step"))
    secretariat.takes_picture("record-step", "main h1", "main form")


def test_the_settings_of_the_site(somebody: Any) -> None:
    secretariat = somebody(MAIL["secretariat-1"])
    secretariat.goes_to("/admin/settings/scm_site/sitesettings/")
    secretariat.page.locator("#id_charter_url").fill("https://marketplace.example/charter")
    secretariat.takes_picture("settings")


def test_quality_control_is_reached_from_the_editor(somebody: Any) -> None:
    secretariat = somebody(MAIL["secretariat-1"])
    secretariat.goes_to("/admin/focus-groups/")
    secretariat.page.get_by_role("link", name=LIVE, exact=True).first.click()
    secretariat.presses("Actions")
    secretariat.sees("Quality control")
    secretariat.takes_picture("quality-control-button")


def test_how_long_quality_control_takes(somebody: Any) -> None:
    secretariat = somebody(MAIL["secretariat-1"])
    secretariat.goes_to("/admin/quality-control/")
    secretariat.follows("How long quality control takes")
    secretariat.takes_picture("times", "main h1", "main form", "main .scm-times")


def test_the_support_team_helps_a_group_and_reads_what_readers_report(somebody: Any) -> None:
    reader, support = somebody(), somebody(MAIL["support-1"])
    support.fills("Name or reference", FORMING)
    support.submits("Find")
    support.takes_picture("help-group", "main h1", ".scm-card")
    reader.goes_to("/en/outcomes/")
    reader.follows(LIVE, inside="main")
    reader.follows("Report a problem with this page")
    reader.page.locator("#id_text").fill("The second table lacks its unit.")
    reader.submits("Send the report")
    support.opens("Quality control")
    support.follows(re.compile("that (a reader|readers) reported"))
    support.takes_picture("reports", "main h1", "main .listing")


def test_the_operator_gives_somebody_a_role(somebody: Any) -> None:
    administrator = somebody("administrator@scm.example")
    administrator.goes_to("/admin/users/")
    administrator.takes_picture("users")
    administrator.follows("Add a user")
    administrator.page.get_by_role("tab", name="Roles").first.click()
    administrator.takes_picture("roles")


def test_the_operator_sees_how_the_site_is_and_what_was_taken_over(somebody: Any) -> None:
    administrator = somebody("administrator@scm.example")
    administrator.goes_to("/admin/focus-groups/")
    administrator.fills("Name or reference", IMPORTED)
    administrator.submits("Find")
    administrator.takes_picture("imported-group", "main h1", ".scm-card")
    administrator.goes_to("/healthz/")
    administrator.takes_picture("healthz", "body")
