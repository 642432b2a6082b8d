"""Approvals and their ends, the one task of the workflow, and the points of a return."""

from .approval import Approval, Revocation
from .checklist import Checklist
from .note import UnsentNote
from .page import GatedMixin
from .preview import PreviewLink, PreviewOpening
from .report import ProblemReport
from .reviewed import Door, Pair
from .taking import Reminder, Taking
from .task import Point, QualityControl, QualityControlTask

__all__ = [
    "Approval",
    "Checklist",
    "Door",
    "GatedMixin",
    "Pair",
    "Point",
    "PreviewLink",
    "PreviewOpening",
    "ProblemReport",
    "QualityControl",
    "QualityControlTask",
    "Reminder",
    "Revocation",
    "Taking",
    "UnsentNote",
]
