"""Approvals and their ends, the one task of the workflow, and the points of a return."""

from .approval import Approval, Revocation
from .page import GatedMixin, Missing
from .task import Point, QualityControl, QualityControlTask

__all__ = ["Approval", "GatedMixin", "Missing", "Point", "QualityControl", "QualityControlTask", "Revocation"]
