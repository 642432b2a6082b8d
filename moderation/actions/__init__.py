"""The verbs of quality control: send, take back, approve (now or at a time), return, answer, withdraw."""

from .answer_points import answer_points
from .decide import ContentChanged, NewPoint, NotDecidable, approve, return_to_group
from .publish import publish_decided
from .schedule import cancel_schedule, publish_due
from .send import Incomplete, NotSendable, send_to_quality_control, take_back
from .withdraw import NotPublic, withdraw

__all__ = [
    "ContentChanged",
    "Incomplete",
    "NewPoint",
    "NotDecidable",
    "NotPublic",
    "NotSendable",
    "answer_points",
    "approve",
    "cancel_schedule",
    "publish_decided",
    "publish_due",
    "return_to_group",
    "send_to_quality_control",
    "take_back",
    "withdraw",
]
