"""The versioned wording of the Terms of Reference: what the template says, apart from what a group fills in.

``load`` gives the wording of a template version in a language, ``compose`` fills in the facts of a group:


    wording = load(latest_version(), "fr")
    document = compose(wording, Facts(name="Rénovation énergétique citoyenne", start="14 janvier 2025"))

Pure functions: no Django, no database, no clock. A new wording is a new folder and a new entry of
``VERSIONS``; a group takes it over only by amendment (¶24).
"""

from .composing import Facts, compose
from .document import Document, Footnote, Item, Line, MemberLine, Paragraph, Role, Run, Section, Wording
from .reading import VERSIONS, UnknownVersion, latest_version, load

__all__ = [
    "VERSIONS",
    "Document",
    "Facts",
    "Footnote",
    "Item",
    "Line",
    "MemberLine",
    "Paragraph",
    "Role",
    "Run",
    "Section",
    "UnknownVersion",
    "Wording",
    "compose",
    "latest_version",
    "load",
]
