"""The verbs of a group's life: each checks, changes, logs and tells, in one transaction."""

from .confirm_leaders import NotOnTheStaff, confirm_leaders
from .fill_in_terms import NoApprovedWorkProgramme, fill_in_terms
from .membership import AlreadyMember, OrganisationMissing, RoleNotOpen, add_member, end_membership
from .record_consent import record_consent
from .record_event import NotNow, agree_group, conclude_group, end_group_early, form_group, launch_group
from .set_up_group import AlreadySetUp, TooShort, set_up_group
from .take_over_group import take_over_group

__all__ = [
    "AlreadyMember",
    "AlreadySetUp",
    "NoApprovedWorkProgramme",
    "NotNow",
    "NotOnTheStaff",
    "OrganisationMissing",
    "RoleNotOpen",
    "TooShort",
    "add_member",
    "agree_group",
    "conclude_group",
    "confirm_leaders",
    "end_group_early",
    "end_membership",
    "fill_in_terms",
    "form_group",
    "launch_group",
    "record_consent",
    "set_up_group",
    "take_over_group",
]
