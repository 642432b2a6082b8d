"""The automated checks of a group's own pages: what the Terms of Reference ask of each, by the names that they use."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moderation.automated import Remark, check
from moderation.choices import Severity

from .forms import too_short
from .models import FocusGroupPage, GatedPage, TermsOfReferencePage, WorkProgrammePage
from .parts import unfinished_parts
from .rules import is_long_enough, says_something


@check(FocusGroupPage, Severity.ERROR)
def what_a_group_says(page: FocusGroupPage) -> Iterator[Remark]:
    """What ToR ¶7 and a visitor need: a summary, the challenge, a theme."""
    if not page.summary.strip():
        yield Remark("summary", _("Write a summary of two sentences."))
    if not says_something(page.challenge):
        yield Remark("challenge", _("Describe the challenge or gap that the group addresses (ToR ¶7)."))
    if not page.themes.exists():
        yield Remark("themes", _("Choose at least one theme."))


@check(WorkProgrammePage, Severity.ERROR)
def parts_of_a_work_programme(page: WorkProgrammePage) -> Iterator[Remark]:
    """The parts that ToR ¶17 and ¶11a name."""
    parts = [
        ("description", _("the description of the focus group (ToR ¶11a)")),
        ("objectives", _("at least one tangible objective (ToR ¶11a, ¶17)")),
        ("planned_outcomes", _("the final outcome with its format (ToR ¶17)")),
        ("milestones", _("at least one milestone (ToR ¶17)")),
        ("indicators", _("at least one key performance indicator (ToR ¶17)")),
        ("starts_on", _("the planned start of the timeframe (ToR ¶11a)")),
        ("ends_on", _("the planned end of the timeframe (ToR ¶11a)")),
        ("rules", _("the rules of participation (ToR ¶11a)")),
    ]
    for name, part in parts:
        value = getattr(page, name)
        if not (says_something(value) if isinstance(value, str) else value):
            yield Remark(name, _("Missing: %(part)s.") % {"part": part})


@check(WorkProgrammePage, Severity.ERROR)
def timeframe_of_a_work_programme(page: WorkProgrammePage) -> Iterator[Remark]:
    """It is long enough (ToR ¶6), and milestones lie within the timeframe that they divide (ToR ¶17)."""
    if not page.starts_on or not page.ends_on:
        return
    start = page.binding_start() or page.starts_on
    if not is_long_enough(start, page.ends_on):
        yield Remark("ends_on", too_short(start))
    for block in page.milestones:
        due = block.value["due"]
        if due and not page.starts_on <= due <= page.ends_on:
            text = _("“%(title)s” is due on %(day)s, outside of the timeframe: choose another day.")
            yield Remark("milestones", text % {"title": block.value["title"], "day": date_format(due)})


@check(TermsOfReferencePage, Severity.ERROR)
def what_terms_of_reference_quote(page: TermsOfReferencePage) -> Iterator[Remark]:
    if page.work_programme is None:
        text = _(
            "The work programme is not approved in this language yet: the Terms of Reference quote its aims (ToR ¶8)."
        )
        yield Remark("title", text, waits=True)
        return
    if not page.snapshot:
        yield Remark("title", _("Press “Fill in from the group's data”."))
        return
    if page.is_behind_work_programme():
        yield Remark("title", _("The work programme has a newer approved version: fill in the group's data again."))
    if not page.snapshot["start"] or not page.snapshot["end"]:
        yield Remark("title", _("The work programme lacks its planned start or end (ToR ¶6)."))


@check(GatedPage, Severity.ERROR)
def parts_that_are_begun(page: Any) -> list[Remark]:
    return unfinished_parts(page)
