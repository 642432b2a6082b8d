"""The Terms of Reference as a tree that a template only has to walk.

Everything is immutable plain text: nothing is escaped here, that is the work of whoever renders it.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Role = Literal["chair", "co_chair", "participant", "support"]
Kind = Literal["text", "missing", "footnote", "link"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line: words as they stand, a fact still missing, a footnote mark or a link.

    ``text`` is what the reader sees: of a missing fact its placeholder, of a footnote its number.
    """

    kind: Kind
    text: str
    url: str = ""
    fact: str = ""
    """The name of the fact that belongs here, as long as it is missing."""


Line: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member as named under ¶9: what must not be shown has been left out before.

    An empty ``name`` is a name withheld; the page that renders it says so in its own words.
    """

    role: Role
    name: str
    title: str = ""
    organisation: str = ""

    def __post_init__(self) -> None:
        """Refuse a role that ¶9 does not know: under no letter, its member would vanish from the document."""
        if self.role not in get_args(Role):
            raise ValueError(f"¶9 knows no role {self.role!r}; it knows {', '.join(get_args(Role))}.")

    @property
    def affiliation(self) -> str:
        """Title and organisation, as far as they are known, for the place behind the name."""
        return ", ".join(filter(None, (self.title, self.organisation)))


@dataclass(frozen=True, slots=True)
class Item:
    """A lettered item. Under ¶9 it has a role and members; while there are none, bullets hold their place."""

    letter: str
    line: Line
    bullets: tuple[Line, ...] = ()
    role: Role | None = None
    members: tuple[MemberLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph (¶1–24) with its lettered items, if any."""

    number: int
    line: Line
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: level 2 for a section, 3 for a sub-section of the one before."""

    heading: str
    level: int
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, under the number that the template gives it (the first is 2)."""

    number: int
    line: Line


@dataclass(frozen=True, slots=True)
class Document:
    """Terms of Reference in one language: title, subtitle, the line naming the group, sections, footnotes."""

    version: str
    language: str
    title: str
    subtitle: str
    group: Line
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]


Wording: TypeAlias = Document
"""The wording of a template version is the document in which every fact is still missing."""
