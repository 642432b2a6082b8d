"""The group: its record, people and events, and its pages."""

from .base import GatedPage, MaterialPage
from .event import GroupEvent
from .frame import PROMOTE, FramePage, IndexPage
from .group import FocusGroup
from .group_page import FocusGroupIndexPage, FocusGroupPage
from .person import Membership, Person
from .plain_address import PlainAddressMixin, address_from
from .taxonomy import Country, Theme
from .terms_page import TermsOfReferencePage
from .work_programme_page import WorkProgrammePage

__all__ = [
    "PROMOTE",
    "Country",
    "FocusGroup",
    "FocusGroupIndexPage",
    "FocusGroupPage",
    "FramePage",
    "GatedPage",
    "GroupEvent",
    "IndexPage",
    "MaterialPage",
    "Membership",
    "Person",
    "PlainAddressMixin",
    "TermsOfReferencePage",
    "Theme",
    "WorkProgrammePage",
    "address_from",
]
