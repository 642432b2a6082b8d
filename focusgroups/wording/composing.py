"""Fill the facts of one group into a wording: what is not known yet stays visibly missing."""

from dataclasses import dataclass, replace

from .document import Document, Item, Line, MemberLine, Run, Section, Wording


@dataclass(frozen=True, slots=True)
class Facts:
    """What the Terms of Reference of one group say of it, ready to print; what is empty is not known yet."""

    name: str = ""
    """The group's name (title and ¶8)."""
    start: str = ""
    """The launch date (¶6), formatted for the language of the wording."""
    end: str = ""
    """The last day (¶6), likewise."""
    aims: tuple[str, ...] = ()
    """The aims and outcomes quoted from the approved work programme (¶8)."""
    charter_url: str = ""
    """Where the SCM Charter stands (¶10)."""
    members: tuple[MemberLine, ...] = ()
    """The members in the order in which they are to appear under their letter (¶9)."""


def compose(wording: Wording, facts: Facts) -> Document:
    """The Terms of Reference of one group: ``wording`` with ``facts`` in their places."""
    known = {
        "name": facts.name,
        "start": facts.start,
        "end": facts.end,
        "aims": _one_sentence(facts.aims),
        "charter": facts.charter_url,
    }
    return replace(
        wording,
        group=_fill_line(wording.group, known),
        sections=tuple(_fill_section(section, known, facts.members) for section in wording.sections),
    )


def _one_sentence(aims: tuple[str, ...]) -> str:
    """The aims as the end of one sentence, whose full stop the wording brings along."""
    return "; ".join(filter(None, (aim.strip().rstrip(".;").rstrip() for aim in aims)))


def _fill_section(section: Section, known: dict[str, str], members: tuple[MemberLine, ...]) -> Section:
    paragraphs = tuple(
        replace(
            paragraph,
            line=_fill_line(paragraph.line, known),
            items=tuple(_fill_item(item, members) for item in paragraph.items),
        )
        for paragraph in section.paragraphs
    )
    return replace(section, paragraphs=paragraphs)


def _fill_item(item: Item, members: tuple[MemberLine, ...]) -> Item:
    """Name the members of a role in place of its placeholders (¶9a–d); no other item holds facts."""
    those = tuple(member for member in members if member.role == item.role)
    return replace(item, members=those, bullets=()) if those else item


def _fill_line(line: Line, known: dict[str, str]) -> Line:
    return tuple(_fill_run(run, known.get(run.fact, "").strip()) for run in line)


def _fill_run(run: Run, value: str) -> Run:
    if not value:
        return run
    if run.fact == "charter":
        return Run("link", run.text, url=value)
    return Run("text", value)
