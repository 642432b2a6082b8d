"""The verbs of quality control: send, take, hand over, remind, take back, approve (now or at a time), return, answer …"""

from .answer_points import answer_points
from .decide import ContentChanged, NewPoint, NotDecidable, approve, return_to_group
from .publish import publish_decided
from .remind import remind_due
from .schedule import cancel_schedule, publish_due
from .send import Incomplete, NotSendable, send_to_quality_control, take_back
from .take import hand_over, take
from .withdraw import NoReplacement, NotPublic, withdraw

__all__ = [
    "ContentChanged",
    "Incomplete",
    "NewPoint",
    "NoReplacement",
    "NotDecidable",
    "NotPublic",
    "NotSendable",
    "answer_points",
    "approve",
    "cancel_schedule",
    "hand_over",
    "publish_decided",
    "publish_due",
    "remind_due",
    "return_to_group",
    "send_to_quality_control",
    "take",
    "take_back",
    "withdraw",
]
